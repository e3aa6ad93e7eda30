/** A number with its unit: "1 day", "1,000 days". */
export const quantity = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

export const repositoryCount = (count: number) => quantity(count, "repository", "repositories");
