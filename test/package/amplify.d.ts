/** What `aws-amplify` 6.22 declares, as far as the docs use it. It has 97 packages, so it is not installed for them. */
declare module "aws-amplify/auth" {
  export function getCurrentUser(): Promise<{ username: string; userId: string }>;

  interface JWT {
    payload: object;
    toString: () => string;
  }
  export function fetchAuthSession(options?: {
    forceRefresh?: boolean;
  }): Promise<{ tokens?: { idToken?: JWT; accessToken: JWT }; userSub?: string }>;
}

declare module "aws-amplify/utils" {
  type Turn =
    | { event: "signedIn"; data: { username: string; userId: string } }
    | { event: "signedOut" | "signInWithRedirect" | "tokenRefresh" }
    | { event: "tokenRefresh_failure"; data: { error?: { name: string; message: string } } }
    | { event: "customOAuthState"; data: string };

  export const Hub: {
    listen(
      channel: "auth",
      callback: (capsule: { channel: "auth"; payload: Turn & { message?: string } }) => void,
    ): () => void;
  };
}
