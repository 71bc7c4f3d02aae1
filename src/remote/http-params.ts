import type { Hono } from 'hono';
import type { z } from 'zod';
import { type Actor, allows } from '../desk/actor.ts';
import { findVerb, runVerb, type Saying, say, usage } from '../desk/line.ts';
import { isPattern } from '../desk/path.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import type { Answer, Context } from '../desk/verb.ts';
import { whole } from './answers.ts';
import { answerBody, errorOf } from './errors.ts';
import { type Env, jsonBody, otherMethods, type Request, refuse, refuseWith } from './http-door.ts';
import { parameterBody } from './params.ts';
import { sayCall, verbCall } from './protocol/http.ts';
import { movement } from './protocol/moves.ts';
import { explainIssue } from './protocol.ts';
import { intentOf } from './sets.ts';
import type { Shared } from './shared.ts';

const PARAMS = '/api/v1/params/:path{.+}';

/** Reading and moving parameters, and everything that can be asked. */
export function serveParams(app: Hono<Env>, { house, snapshots, limits }: Shared): void {
  const { desk, verbs, views } = house;
  const saying = (actor: Actor, dry: boolean, context: Context): Saying => ({ desk, actor, dry, context, ...(views ? { views } : {}) });

  app.get(PARAMS, (c) => {
    const path = c.req.param('path');
    const entry = desk.find(path);
    if (!isRefusal(entry)) return c.json(parameterBody(desk, entry));
    const entries = c.get('spend')(() => snapshots.select(path));
    if (!isRefusal(entries)) return c.get('spend')(() => c.json(entries.map((one) => parameterBody(desk, one))));
    return refuseWith(c, entries);
  });

  app.put(PARAMS, async (c) => {
    const path = c.req.param('path');
    const actor = c.get('actor')();
    if (!allows(actor.role, 'mixer')) return refuseWith(c, { code: 'role', path, got: `${actor.name} (${actor.role})`, want: 'mixer' });
    const entry = desk.find(path);
    if (isRefusal(entry)) {
      if (!isPattern(path)) return refuseWith(c, entry);
      return refuseWith(c, { code: 'malformed', got: path, want: 'one parameter; POST /api/v1/verbs/set takes patterns' });
    }
    const body = await jsonBody(c, limits.payloadBytes);
    if (body instanceof Response) return body;
    const parsed = movement.safeParse(body.said);
    if (!parsed.success) return misread(c, 'a movement such as {"value":-10}', parsed.error);
    const [result] = c.get('spend')(() => desk.intend(actor, [intentOf(entry.id, parsed.data)]).results);
    if (isRefusal(result)) {
      if (result.code === 'read-only') c.header('allow', 'GET, HEAD');
      return refuseWith(c, result);
    }
    return c.json(parameterBody(desk, entry));
  });
  otherMethods(app, PARAMS, ['GET', 'PUT']);

  app.get('/api/v1/verbs', (c) =>
    c.json(
      verbs.list().map((verb) => ({
        name: verb.name,
        says: verb.says,
        example: verb.example,
        usage: usage(verb),
        role: verb.role,
        args: verb.args.map(({ name, type, optional = false, says }) => ({ name, type, optional, says })),
      })),
    ),
  );
  otherMethods(app, '/api/v1/verbs', ['GET']);

  app.post('/api/v1/verbs/:name', async (c) => {
    const verb = findVerb(verbs, c.req.param('name'));
    if (isRefusal(verb)) return refuseWith(c, verb);
    const body = await jsonBody(c, limits.payloadBytes);
    if (body instanceof Response) return body;
    const parsed = verbCall.safeParse(body.said);
    if (!parsed.success) return misread(c, 'the arguments of a verb', parsed.error);
    const { dry = false, over, as, strip, selected, ...args } = parsed.data;
    const given = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]));
    return answered(c, () => runVerb(verb, given, saying(c.get('actor')(), dry, contextOf(strip, selected)), over, as));
  });
  otherMethods(app, '/api/v1/verbs/:name', ['POST']);

  app.post('/api/v1/say', async (c) => {
    const body = await jsonBody(c, limits.payloadBytes);
    if (body instanceof Response) return body;
    const parsed = sayCall.safeParse(body.said);
    if (!parsed.success) return misread(c, '{"line":"toggle ch/7/mute"}', parsed.error);
    const { line, dry = false, strip, selected } = parsed.data;
    return answered(c, () => say(verbs, line, saying(c.get('actor')(), dry, contextOf(strip, selected))));
  });
  otherMethods(app, '/api/v1/say', ['POST']);
}

async function answered(c: Request, work: () => Answer | Refusal): Promise<Response> {
  const answer = await whole(c.get('spend')(work));
  return isRefusal(answer) ? refuseWith(c, answer) : c.json(answerBody(answer));
}

const misread = (c: Request, want: string, error: z.ZodError): Response =>
  refuse(c, errorOf({ code: 'malformed', got: 'the body', want: `${want} (${explainIssue(error)})` }));

const contextOf = (strip: string | undefined, selected: string | undefined) => ({
  ...(strip === undefined ? {} : { strip }),
  ...(selected === undefined ? {} : { selected }),
});
