/** The check digits of European business numbers, so that everything the demo systems hold passes a real validator. */

/** A Belgian enterprise number (10 digits, no dots) from its first 8 digits; mod 97. */
export function enterpriseNumber(first8: number): string {
  return `${pad(first8, 8)}${pad(97 - (first8 % 97), 2)}`;
}

/** `0900.123.456`, the printed form of a Belgian enterprise number. */
export function dottedEnterpriseNumber(digits: string): string {
  return `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`;
}

/** True for 10 digits beginning with 0 or 1 whose last two are 97 minus the first eight modulo 97. */
export function isEnterpriseNumber(digits: string): boolean {
  return /^[01]\d{9}$/.test(digits) && Number(digits.slice(8)) === 97 - (Number(digits.slice(0, 8)) % 97);
}

/** Dutch VAT number of a company: the RSIN's eleven test. The eighth digit is chosen so that a check digit exists. */
export function dutchVatNumber(first7: number): string {
  const digits = pad(first7, 7);
  for (let eighth = 0; eighth < 10; eighth++) {
    const first8 = `${digits}${eighth}`;
    let sum = 0;
    for (let i = 0; i < 8; i++) sum += (9 - i) * Number(first8[i]);
    if (sum % 11 < 10) return `NL${first8}${sum % 11}B01`;
  }
  throw new RangeError(`no Dutch VAT number begins with ${first7}`); // cannot be: two neighbours are never both 10
}

/** French VAT number from the first 8 digits of a SIREN: Luhn digit, then the two-digit key in front. */
export function frenchVatNumber(first8: number): string {
  const digits = pad(first8, 8);
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const doubled = Number(digits[i]) * (i % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  const siren = `${digits}${(10 - (sum % 10)) % 10}`;
  return `FR${pad((12 + 3 * (Number(siren) % 97)) % 97, 2)}${siren}`;
}

/** German VAT number from its first 8 digits; ISO 7064 mod 11,10. */
export function germanVatNumber(first8: number): string {
  const digits = pad(first8, 8);
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return `DE${digits}${(11 - product) % 10}`;
}

/** Luxembourg VAT number from its first 6 digits; the last two are their remainder modulo 89. */
export function luxembourgVatNumber(first6: number): string {
  return `LU${pad(first6, 6)}${pad(first6 % 89, 2)}`;
}

/** A Belgian IBAN from the 3 digits of a bank and an account of 7 digits; national check and ISO 13616 check. */
export function belgianIban(bank: number, account: number): string {
  const first10 = bank * 10_000_000 + account;
  const bban = `${pad(first10, 10)}${pad(first10 % 97 || 97, 2)}`;
  // The bank's 12 digits followed by 111400 (the letters B and E, and 00), modulo 97, without leaving exact integers.
  const remainder = ((Number(bban) % 97) * (1_000_000 % 97) + 111_400) % 97;
  return `BE${pad(98 - remainder, 2)}${bban}`;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
