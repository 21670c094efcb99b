import { NAME } from '../commands.ts';
import { commandWords, namesOf, namesWith } from './words.ts';

/** The completion script of PowerShell, from 5.0 on. */
export function powershellScript(): string {
  const commands = commandWords();
  const rows = commands.map(({ name, operands, options }) => {
    const words = [
      ...operands.map((operand) => [operand, operand] as const),
      ...options.flatMap((option) => namesOf(option).map((word) => [word, option.description] as const)),
    ];
    return `    ${quote(name)} = @(\n${words.map(pair).join(',\n')}\n    )`;
  });
  return `# PowerShell completion for ${NAME}
Register-ArgumentCompleter -Native -CommandName ${quote(NAME)} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = @(
${commands.map(({ name, summary }) => pair([name, summary])).join(',\n')}
  )
  $words = @{
${rows.join('\n')}
  }
  $valued = @(${namesWith('path', 'text', 'texts', 'count', 'seconds', 'minutes', 'time').map(quote).join(', ')})
  $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $isFirst = $typed.Count -lt 2 -or ($typed.Count -eq 2 -and $wordToComplete -ne '')
  $previous = if ($wordToComplete -eq '') { $typed[-1] } else { $typed[-2] }
  # Without a candidate, PowerShell completes the name of a file.
  if (-not $isFirst -and $valued -contains $previous) { return }
  $candidates = if ($isFirst) { $commands } else { $words[$typed[1]] }
  $candidates | Where-Object { $_ -and $_[0].StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`;
}

function pair([word, description]: readonly [string, string]): string {
  return `      @(${quote(word)}, ${quote(description)})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
