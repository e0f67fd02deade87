/**
 * Reader of the environment variables that a component sets for its function. It throws an Error that names the component if
 * one is missing or empty.
 */
export function variableReader(component: string): (name: string) => string {
  return (name) => {
    const value = process.env[name];
    if (!value) throw new Error(`environment variable ${name} is not set; ${component} sets it`);
    return value;
  };
}
