import { DockerfileParser, type Instruction as Parsed, type Property } from 'dockerfile-ast';

/** One instruction of a Dockerfile. `words` are those of the exec form, or the arguments. */
export interface Instruction {
  readonly keyword: string;
  readonly words: readonly string[];
  /** Of an ENV. */
  readonly values: Readonly<Record<string, string>>;
}

/** The stages of a Dockerfile in order, each with its instructions behind FROM. */
export function stagesOf(text: string): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') stages.push([]);
    else stages.at(-1)?.push(read(instruction));
  }
  return stages;
}

function read(instruction: Parsed): Instruction {
  const list = /\[.*\]/s.exec(instruction.getRawArgumentsContent() ?? '')?.[0];
  return {
    keyword: instruction.getKeyword(),
    words: list ? (JSON.parse(list) as string[]) : instruction.getArguments().map((argument) => argument.getValue()),
    values: valuesOf(instruction),
  };
}

function valuesOf(instruction: Parsed): Record<string, string> {
  if (!('getProperties' in instruction)) return {};
  const properties = (instruction as unknown as { getProperties(): Property[] }).getProperties();
  return Object.fromEntries(properties.map((property) => [property.getName(), property.getValue() ?? '']));
}
