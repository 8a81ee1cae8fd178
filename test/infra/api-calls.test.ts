import { writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import t from 'tap'
import { FUNCTION_NAMES } from '../../domain/contract.ts'
import { apiCalls, apiCallsOf } from '../fixtures/infra/api-calls.ts'

/*
 * The rights of functions are compared with what their code calls, so here is what may be called found: too much rather than
 * too little, but no more than what names tell.
 */

const STORE = `
  import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
  import { countersOf } from './counters.ts'
  export function openStore(table, options) {
    const counters = countersOf(table)
    async function put(item) { return table.client.send(new PutItemCommand(item)) }
    return {
      ...readers(table),
      async save(item) { await put(item) },
      replace: async (item) => { await put(item); await counters.next() },
      async unused() { await table.client.send(new ScanCommand({})) },
    }
  }
  function readers(table) {
    return { async read(key) { return table.client.send(new GetItemCommand({ Key: key })) } }
  }
`

const COUNTERS = `
  import { UpdateItemCommand } from '@aws-sdk/client-dynamodb'
  export function countersOf(table) {
    async function next() { await table.client.send(new UpdateItemCommand({})) }
    return { next }
  }
`

const CASES: { title: string; main: string; calls: string[] }[] = [
  { title: 'nothing is called', main: `openStore({ client, name: env.A_TABLE })`, calls: [] },
  {
    title: 'methods are called, which call functions beside them',
    main: `const store = openStore({ client, name: env.A_TABLE }); await store.save(1)`,
    calls: ['dynamodb:PutItem A_TABLE'],
  },
  {
    title: 'methods come from parts that the table is handed to',
    main: `const { read } = openStore({ client, name: A_TABLE }); await read(1)`,
    calls: ['dynamodb:GetItem A_TABLE'],
  },
  {
    title: 'methods call methods of parts',
    main: `await openStore({ client, name: env.A_TABLE }).replace(1)`,
    calls: ['dynamodb:PutItem A_TABLE', 'dynamodb:UpdateItem A_TABLE'],
  },
  {
    title: 'methods of the same name are called on something else, or a property of that name is looked into',
    main: `openStore({ client, name: env.A_TABLE }); await iterator.next(); item.save.length; text.replace('a', 'b').replace(/a/, '')`,
    calls: [],
  },
  {
    title: 'a method is handed on',
    main: `const api = { keep: openStore({ client, name: env.A_TABLE }).save }; await api.keep(1)`,
    calls: ['dynamodb:PutItem A_TABLE'],
  },
  {
    title: 'there are two tables: names do not tell which store a method is of',
    main: `const [a, b] = [openStore({ name: A_TABLE }), openStore({ name: B_TABLE })]; a.read(b.save(1))`,
    calls: ['dynamodb:GetItem A_TABLE', 'dynamodb:GetItem B_TABLE', 'dynamodb:PutItem A_TABLE', 'dynamodb:PutItem B_TABLE'],
  },
  {
    title: 'an operation has an action of another name',
    main: `client.send(new ListObjectsV2Command({}))`,
    calls: ['s3:ListBucket'],
  },
]

for (const { title, main, calls } of CASES) {
  t.test(`API calls are found where ${title}`, async (t) => {
    const folder = t.testdir({ 'store.ts': STORE, 'counters.ts': COUNTERS, 'main.ts': '' })
    writeFileSync(join(folder, 'main.ts'), `
      import { ListObjectsV2Command } from '@aws-sdk/client-s3'
      import { openStore } from './store.ts'
      export async function handler(env, client) { ${main} }
    `)
    const entry = relative(resolve(import.meta.dirname, '../..'), join(folder, 'main.ts'))
    const found = apiCalls([entry], ['A_TABLE', 'B_TABLE']).map(({ action, table }) => table === null ? action : `${action} ${table}`)
    t.same(found.sort(), calls)
  })
}

t.test('a call to a table that nothing names is not passed over', async (t) => {
  const folder = t.testdir({ 'main.ts': `
    import { GetItemCommand } from '@aws-sdk/client-dynamodb'
    export const handler = (client) => client.send(new GetItemCommand({ TableName: 'other' }))
  ` })
  const entry = relative(resolve(import.meta.dirname, '../..'), join(folder, 'main.ts'))
  t.throws(() => apiCalls([entry], ['A_TABLE']), { message: /calls dynamodb:GetItem of no known table/ })
})

t.test('every function calls something, and only tables that its environment names', async (t) => {
  for (const name of FUNCTION_NAMES) {
    const calls = apiCallsOf(name)
    t.ok(calls.length > 4, `${name}: ${calls.length}`)
    t.ok(calls.every(({ action, table }) => action.startsWith('dynamodb:') === (table !== null)), name)
  }
})
