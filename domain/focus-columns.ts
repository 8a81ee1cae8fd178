/** Columns of the FinOps Open Cost and Usage Specification 1.2, and a few of our own at the end. */
export const FOCUS_COLUMNS = [
  'BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingAccountType', 'BillingCurrency', 'BillingPeriodEnd', 'BillingPeriodStart',
  'ChargeCategory', 'ChargeClass', 'ChargeDescription', 'ChargeFrequency', 'ChargePeriodEnd', 'ChargePeriodStart', 'ConsumedQuantity',
  'ConsumedUnit', 'ContractedCost', 'EffectiveCost', 'InvoiceId', 'InvoiceIssuerName', 'ListCost', 'PricingCategory', 'PricingQuantity',
  'PricingUnit', 'ProviderName', 'PublisherName', 'RegionId', 'RegionName', 'ServiceCategory', 'ServiceName', 'ServiceSubcategory', 'SkuId',
  'SkuMeter', 'SkuPriceId', 'SubAccountId', 'SubAccountName', 'SubAccountType', 'Tags',
  'x_Model', 'x_ModelScope', 'x_ServiceTier', 'x_TokenKind', 'x_CostIsComplete',
] as const
export type FocusColumn = (typeof FOCUS_COLUMNS)[number]

export const FOCUS_COSTS = ['BilledCost', 'ContractedCost', 'EffectiveCost', 'ListCost'] as const satisfies FocusColumn[]
export const FOCUS_QUANTITIES = ['ConsumedQuantity', 'PricingQuantity'] as const satisfies FocusColumn[]

/** What values of a column are: exact decimals with 18 digits behind the point, whole numbers, instants, truth values or texts. */
export type FocusKind = 'cost' | 'quantity' | 'instant' | 'flag' | 'text'

export function focusKind(column: FocusColumn): FocusKind {
  if (FOCUS_COSTS.some((cost) => cost === column)) return 'cost'
  if (FOCUS_QUANTITIES.some((quantity) => quantity === column)) return 'quantity'
  if (/Period(Start|End)$/.test(column)) return 'instant'
  return column === 'x_CostIsComplete' ? 'flag' : 'text'
}
