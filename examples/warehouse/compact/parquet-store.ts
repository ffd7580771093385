/** Where compacted files are kept: a folder, or a bucket of their own. A file is there as a whole or not at all. */
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  DeleteObjectCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";

export interface ParquetStore {
  /** Names the place for people. */
  readonly name: string;
  /** Lists the names of all files. */
  list(): Promise<readonly string[]>;
  /** `undefined` if there is no such file. */
  readText(name: string): Promise<string | undefined>;
  /** Copies a file to this machine. */
  get(name: string, path: string): Promise<void>;
  /** Puts a file of this machine in place of the one that may be there. */
  put(name: string, path: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export function createParquetFolder(folder: string): ParquetStore {
  return {
    name: resolve(folder),
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
      return (entries ?? [])
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, "/").length));
    },
    readText: (name) => readFile(join(folder, name), "utf8").catch(ignoreMissing),
    get: (name, path) => copyFile(join(folder, name), path),
    async put(name, path) {
      const target = join(folder, name);
      // Readers look for files of other names. A draft that a killed run left behind is used up by the next.
      const draft = `${target}.draft`;
      await mkdir(dirname(target), { recursive: true });
      await copyFile(path, draft);
      await rename(draft, target);
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}

export interface ParquetBucketOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

export function createParquetBucket({ client, bucket }: ParquetBucketOptions): ParquetStore {
  const at = { Bucket: bucket };
  return {
    name: `s3://${bucket}`,
    async list() {
      const names: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, at)) {
        names.push(...Contents.flatMap(({ Key }) => Key ?? []));
      }
      return names;
    },
    async readText(name) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ ...at, Key: name }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async get(name, path) {
      const { Body } = await client.send(new GetObjectCommand({ ...at, Key: name }));
      await writeFile(path, Readable.from(Body as Readable));
    },
    async put(name, path) {
      const { size } = await stat(path);
      const Body = createReadStream(path);
      await client.send(new PutObjectCommand({ ...at, Key: name, Body, ContentLength: size }));
    },
    async remove(name) {
      await client.send(new DeleteObjectCommand({ ...at, Key: name }));
    },
  };
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
  throw error;
}
