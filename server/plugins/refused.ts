/** What is asked for is refused to whoever asks; the message says why, and is for them to read. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly statusCode: number

  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}
