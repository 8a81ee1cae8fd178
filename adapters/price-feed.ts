import { S3Client } from '@aws-sdk/client-s3'
import { fileURLToPath } from 'node:url'
import { s3Object } from '../domain/config/feed-location.ts'
import type { PriceFeed } from '../domain/price-ports.ts'
import { filePriceFeed } from './file-price-feed.ts'
import { liteLlmFeed } from './litellm.ts'
import { s3PriceFeed } from './s3-price-feed.ts'

/** The price list at `https://…`, `s3://bucket/key`, `file:///path` or a path of this machine. */
export function openPriceFeed(location: string): PriceFeed {
  if (/^https?:/.test(location)) return liteLlmFeed(location)
  const object = s3Object(location)
  if (object !== null) return s3PriceFeed(new S3Client({ followRegionRedirects: true }), object)
  if (/^s3:/.test(location)) throw new Error(`${location}: wants s3://bucket/key, the key of letters, digits and _ . = + / - only`)
  return filePriceFeed(location.startsWith('file:') ? fileURLToPath(location) : location)
}
