import { parse } from 'yaml';
import { OperatorTrouble } from './command.ts';
import { readText } from './offices.ts';

/** One secret, alone in its file. @throws OperatorTrouble */
export function secretIn(file: string): string {
  const text = readText(file).trim();
  if (text === '') throw new OperatorTrouble(`Berkas ${file} kosong`, `The file ${file} is empty`);
  return text;
}

/** @throws OperatorTrouble */
export function yamlIn(file: string): unknown {
  const text = readText(file);
  try {
    return parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new OperatorTrouble(`${file} bukan YAML yang benar: ${said}`, `${file} is no proper YAML: ${said}`);
  }
}
