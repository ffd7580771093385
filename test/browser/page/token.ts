/** A page whose visitor may be signed in: a test says which tokens there are. */
import { followAmplify } from "../../../src/amplify.ts";
import { createTracker } from "../../../src/index.ts";
import { sendToken, type TokenRequest } from "../../../src/token.ts";

const [endpoint = "", token = "", renewed = ""] = location.hash.slice(1).split(",");
const verifiedEndpoint = `${endpoint}/verified`;
const tracker = createTracker({ endpoint });

const getToken = ({ forceRefresh }: TokenRequest): Promise<string> => {
  const current = forceRefresh ? renewed : token;
  return current ? Promise.resolve(current) : Promise.reject(new Error("no session"));
};

Object.assign(window, {
  tracker,
  sendToken: () => sendToken(tracker, getToken, { verifiedEndpoint }),
  followAmplify: () =>
    followAmplify(tracker, {
      hub: { listen: () => () => undefined },
      getCurrentUser: () => Promise.reject(new Error("not needed here")),
      fetchAuthSession: async (request) => ({ tokens: { accessToken: await getToken(request) } }),
      verifiedEndpoint,
    }),
});
