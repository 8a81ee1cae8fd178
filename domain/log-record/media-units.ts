import type { ModelMedia } from '../model-media.ts'
import { readCount } from './count.ts'
import { objectAt, type JsonObject } from './json.ts'
import { RecordRejected } from './rejected.ts'

interface ImageQuestion {
  readonly output: JsonObject
  readonly inputChunks: readonly JsonObject[]
  readonly outputChunks: readonly JsonObject[]
  readonly media: ModelMedia
  readonly failed: boolean
}

/**
 * How many images a call made: counted by the log, by the images in the answer, or else as many as were asked for. Null
 * where the bodies are not at hand and for models of other kinds. Throws RecordRejected for a logged count that is none.
 */
export function readImageCount(question: ImageQuestion): number | null {
  const logged = readCount(question.output['outputImageCount'])
  if (logged === 'unreadable') throw new RecordRejected('bad_count', 'output.outputImageCount')
  return logged ?? answeredImages(question) ?? (question.failed ? null : requestedImages(question))
}

function answeredImages({ outputChunks, media }: ImageQuestion): number | null {
  for (const chunk of outputChunks) {
    const images = chunk['images'] ?? chunk['artifacts']
    if (Array.isArray(images)) return images.length
    if (media === 'image' && typeof chunk['error'] === 'string') return 0
  }
  return null
}

function requestedImages({ inputChunks, media }: ImageQuestion): number | null {
  for (const chunk of inputChunks) {
    const count = readCount(objectAt(chunk, 'imageGenerationConfig')?.['numberOfImages'])
    if (typeof count === 'number') return count
  }
  return media === 'image' && inputChunks.length > 0 ? 1 : null
}

/** Length of the video that a call made, in milliseconds. */
export function readVideoMs(output: JsonObject): number | null {
  const seconds = output['outputVideoDurationSeconds']
  if (typeof seconds !== 'number' || seconds < 0) return null
  const ms = Math.round(seconds * 1000)
  return Number.isSafeInteger(ms) ? ms : null
}
