using WorldGan.Cli;

using var interruption = new Interruption();
return new CommandLine(new Terminal(Console.In, Console.Out, Console.Error, interruption.Token)).Run(args);
