import t from 'tap'
import { attributionPolicy, DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'

t.test('by default nothing of the request metadata is kept, and no session', async (t) => {
  t.same(DEFAULT_ATTRIBUTION, { sessionRoles: [], ssoByUser: true, keepIdentityArn: true, tagKeys: [], tagDimensions: [] })
})

t.test('tag dimensions are at most three of the tag keys', async (t) => {
  const tagKeys = ['a', 'b', 'c', 'd']
  t.same(attributionPolicy({ tagKeys, tagDimensions: ['a', 'c', 'd'] }).tagDimensions, ['a', 'c', 'd'])
  t.throws(() => attributionPolicy({ tagKeys, tagDimensions: tagKeys }), /at most 3 tag dimensions/)
  t.throws(() => attributionPolicy({ tagKeys, tagDimensions: ['e'] }), /"e" is not among the tag keys/)
  t.throws(() => attributionPolicy({ tagKeys: ['a', 'a'] }), /"a" stands there twice/)
})
