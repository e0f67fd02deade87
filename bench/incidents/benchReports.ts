/** Reports that the function handles, and the endpoints that they are of. */
export const benchReports = 200;
export const benchEndpoints = 20;
