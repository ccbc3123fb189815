export const PART_FAULT_CODES = ["missing", "altered", "unreadable", "forbidden", "lists"] as const;
/**
 * missing: not to be had. altered: not the bytes that were published. unreadable: the browser cannot make a program of them.
 * forbidden: the policy of the site around does not let it run.
 * lists: a program that started anew could not read the provider lists that were in use, and would judge with others.
 */
export type PartFaultCode = (typeof PART_FAULT_CODES)[number];

/** Why a part of the program is not run; message is for who mends it. */
export class PartFault extends Error {
  readonly code: PartFaultCode;

  constructor(code: PartFaultCode, message: string) {
    super(message);
    this.name = "PartFault";
    this.code = code;
  }
}
