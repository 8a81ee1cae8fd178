// The SDK warns of versions to come that will need a later Node; ours is pinned and runs on this one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
