/** What the service authorization reference, or the package that the table is made from, leaves out of an action. */
interface ActionCorrection {
  /** Resource types of the service. */
  readonly types?: readonly string[];
  readonly conditionKeys?: readonly string[];
  /** Where AWS documents it. */
  readonly source: string;
}

/** The package has the actions of one of the two services of this prefix: tags of load balancers of the older one. */
const loadBalancerTags: ActionCorrection = {
  types: [
    'listener-rule/app',
    'listener-rule/net',
    'listener/app',
    'listener/gwy',
    'listener/net',
    'loadbalancer/app/',
    'loadbalancer/gwy/',
    'loadbalancer/net/',
    'targetgroup',
    'truststore',
  ],
  source: 'Actions, resources, and condition keys for AWS Elastic Load Balancing V2',
};

const marketplaceProduct: ActionCorrection = {
  conditionKeys: ['aws-marketplace:ProductId'],
  source: 'Bedrock User Guide, Manage access to foundation models: control access by aws-marketplace:ProductId',
};

export const actionCorrections: Readonly<Record<string, ActionCorrection>> = {
  'aws-marketplace:Subscribe': marketplaceProduct,
  'aws-marketplace:Unsubscribe': marketplaceProduct,
  'elasticloadbalancing:AddTags': loadBalancerTags,
  'elasticloadbalancing:RemoveTags': loadBalancerTags,
};
