using System.CommandLine;
using WorldGan.Service.Security;

namespace WorldGan.Cli.Verbs;

/// <summary>Makes a key of the service.</summary>
internal static class KeyVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("key", "Make a key of the service and print it; it is kept nowhere else.",
            "worldgan key --data /var/lib/worldgan --name robot-1 --role ingest")
        {
            Details = """
                The data folder's keys.json takes the key's hash, and a running service takes the key within a second. A key of the same name is replaced; to withdraw one
                without another, take it out of keys.json. As soon as there is a key, every request needs one.
                """,
        };
        Option<string> data = new("--data") { Description = "The service's data folder.", HelpName = "folder", DefaultValueFactory = _ => "data" };
        Option<string> name = new("--name") { Description = "Who gets it: 1 to 64 of a-z, 0-9 and '-'.", HelpName = "name", Required = true };
        Option<string> role = new Option<string>("--role") { Description = "What it may do: read asks for actions and forecasts, ingest also sends in steps, operate does everything.", Required = true }.AcceptOnlyFromAmong("read", "ingest", "operate");
        verb.Add(data, name, role);
        verb.SetAction(parsed =>
        {
            terminal.Out.WriteLine(NewKey.Add(parsed.GetRequiredValue(data), parsed.GetRequiredValue(name), parsed.GetRequiredValue(role)));
            return ExitCodes.Done;
        });
        return verb;
    }
}
