/** All that is used of CDKTF: together with aws.ts the one place to change when moving to its fork cdktn. */
export {
  App, AssetType, S3Backend, TerraformAsset, TerraformElement, TerraformOutput, TerraformStack,
  type ITerraformDependable, type TerraformResourceLifecycle,
} from 'cdktf'
export { Construct, type Node } from 'constructs'
