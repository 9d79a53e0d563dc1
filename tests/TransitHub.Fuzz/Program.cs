using System.CommandLine;
using TransitHub.Fuzz;

// First of all: instrumented code writes to it from its first line on.
var map = new EdgeMap();
var doors = new Argument<string[]>("DOOR") { Description = $"One or more of: {string.Join(", ", AllDoors.Names)}; all: each.", Arity = ArgumentArity.OneOrMore };
var seconds = new Option<int>("--seconds") { Description = "How many seconds of the processor, each door.", DefaultValueFactory = _ => 60 };
var seed = new Option<int>("--seed") { Description = "Tells the inputs, as far as the coverage does not.", DefaultValueFactory = _ => 20_261_128 };
var findings = new Option<string>("--findings") { Description = "The folder that findings are written to, each minimized.", DefaultValueFactory = _ => "fuzz-findings" };
var replay = new Option<string?>("--replay") { Description = "A file of a finding: its input is taken once, in this process, and what is thrown ends it." };
var inside = new Option<bool>("--inside") { Description = "Runs one door in this process, on assemblies that are instrumented.", Hidden = true };
RootCommand root = new("Throws inputs at the hub's doors, guided by which code they reach.") { doors, seconds, seed, findings, replay, inside };
root.SetAction((parsed, cancellation) =>
{
    string[] names = parsed.GetValue(doors)!;
    if (parsed.GetValue(replay) is { } file)
    {
        AllDoors.Get(names[0]).Open()(File.ReadAllBytes(file));
        Console.WriteLine($"taken; {Environment.CpuUsage.TotalTime.TotalSeconds:F1} s of the processor since the start of the process");
        return Task.FromResult(0);
    }

    string folder = Path.GetFullPath(parsed.GetValue(findings)!);
    Directory.CreateDirectory(folder);
    return parsed.GetValue(inside)
        ? Task.FromResult(DoorRun.Run(AllDoors.Get(names[0]), map, parsed.GetValue(seconds), parsed.GetValue(seed), folder))
        : Launcher.RunAsync(names is ["all"] ? AllDoors.Names : names, parsed.GetValue(seconds), parsed.GetValue(seed), folder, cancellation);
});
return await root.Parse(args).InvokeAsync();
