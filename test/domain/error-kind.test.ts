import t from 'tap'
import { errorKind } from '../../domain/error-kind.ts'

t.test('error codes say whose fault a failure is', async (t) => {
  const cases: [code: string, kind: string][] = [
    ['ThrottlingException', 'throttling'], ['throttling', 'throttling'], ['429', 'throttling'], ['TooManyRequestsException', 'throttling'],
    ['ServiceQuotaExceededException', 'throttling'], ['ModelNotReadyException', 'throttling'],
    ['ValidationException', 'request'], ['AccessDeniedException', 'request'], ['ResourceNotFoundException', 'request'],
    ['InternalServerException', 'service'], ['InternalServerError', 'service'], ['ServiceUnavailableException', 'service'],
    ['ModelTimeoutException', 'service'], ['ModelErrorException', 'service'], ['ModelError', 'service'], ['ModelStreamErrorException', 'service'],
    ['SomethingNew', 'other'], ['', 'other'],
  ]
  for (const [code, kind] of cases) t.equal(errorKind(code), kind, code)
})
