import { z } from 'zod'
import { operation } from './operation.ts'

const user = z.object({
  userId: z.string(),
  email: z.string().nullable(),
  name: z.string(),
})

export const authOperations = {
  'auth.me': operation({
    kind: 'query',
    summary: 'Who is asking',
    http: { method: 'GET', path: '/api/auth/me' },
    access: 'user',
    owner: 'none',
    input: z.object({}),
    output: user,
    errors: ['user_not_found'],
  }),
  'auth.logout': operation({
    kind: 'command',
    summary: 'End the session whose cookie came with the request; works without one',
    http: { method: 'POST', path: '/api/auth/logout' },
    access: 'public',
    owner: 'none',
    input: z.object({}),
    output: z.object({ status: z.literal('logged_out') }),
    errors: [],
  }),
}
