/** Counts what a run of the loader did. Pure. */

export interface LoadReport {
  /** Objects that this run read. */
  readonly objects: number;
  /** New rows. */
  readonly stored: number;
  /** Events that were stored before. */
  readonly duplicates: number;
  /** Lines that went to quarantine. */
  readonly quarantined: number;
  /** Objects that could not be read now. The next run tries them again. */
  readonly unreadable: number;
}

export const EMPTY_REPORT: LoadReport = { objects: 0, stored: 0, duplicates: 0, quarantined: 0, unreadable: 0 };

export function addReports(one: LoadReport, other: LoadReport): LoadReport {
  return {
    objects: one.objects + other.objects,
    stored: one.stored + other.stored,
    duplicates: one.duplicates + other.duplicates,
    quarantined: one.quarantined + other.quarantined,
    unreadable: one.unreadable + other.unreadable,
  };
}
