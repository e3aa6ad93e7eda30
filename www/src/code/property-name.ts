/** The name of a property in JavaScript, in quotes where it needs them. */
export const propertyName = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
