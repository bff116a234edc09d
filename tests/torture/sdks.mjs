/** The SDK behind one form: `client(options).call(operation, args, options)`. */
export function userkey({ UserCom }, { baseUrl, apiKey, relay }) {
  const target = (client, operation) => {
    const [method, group] = operation.split(".").reverse();
    return [group ? client[group] : client, method];
  };
  return {
    /** Whether an operation is there. */
    has(operation) {
      const [object, method] = target(this.client({}).client, operation);
      return typeof object?.[method] === "function";
    },
    client({ throughRelay, ...options }) {
      const client = new UserCom(throughRelay ? { relay, ...options } : { baseUrl, apiKey, ...options });
      return {
        client,
        call(operation, args, options) {
          const [object, method] = target(client, operation);
          return object[method](...args, options);
        },
        close: () => client.close(),
      };
    },
  };
}
