/** The methods that guides write on dates and texts; every other one is refused while it is read. */

export const dateMethods = ['AddDays', 'AddHours', 'AddMinutes', 'AddSeconds', 'AddMonths', 'AddYears'] as const;
export const textMethods = [
  ...(['Replace', 'Trim', 'ToLower', 'ToUpper', 'Split', 'Contains', 'StartsWith', 'EndsWith'] as const),
] as const;
const methods = [...dateMethods, ...textMethods, 'ToString'] as const;
export type Method = (typeof methods)[number];

/** The method in its own spelling, or null where there is none of that name. */
export function methodNamed(name: string): Method | null {
  return methods.find((one) => one.toLowerCase() === name.toLowerCase()) ?? null;
}

export const methodList = methods.join(', ');
