using BenchmarkDotNet.Running;
using TransitHub.Benchmarks.Cities;
using TransitHub.Benchmarks.Fusion;
using TransitHub.Benchmarks.Gtfs;

if (args is ["fusion-accuracy", ..])
{
    return AccuracyCommand.Create().Parse(args[1..]).Invoke();
}

if (args is ["fusion-speed"] or ["fusion-speed", "--model", _])
{
    return PingBenchmark.Run(args.Length > 1 ? args[2] : null);
}

if (args is ["model-speed", "--model", var folder])
{
    return ModelSpeedCommand.Run(folder);
}

if (args is ["fusion-labels", ..])
{
    return LabelsCommand.Create().Parse(args[1..]).Invoke();
}

if (args is ["ghosts", ..])
{
    return GhostsCommand.Create().Parse(args[1..]).Invoke();
}

if (args is ["capmetro-gtfs", ..])
{
    return CapMetroGtfsCommand.Create().Parse(args[1..]).Invoke();
}

if (args is ["city-accuracy", ..])
{
    return CityAccuracyCommand.Create().Parse(args[1..]).Invoke();
}

if (args is ["city-headways", ..])
{
    return CityHeadwaysCommand.Create().Parse(args[1..]).Invoke();
}

if (args is ["city-speed", ..])
{
    return CitySpeedCommand.Create().Parse(args[1..]).Invoke();
}

if (args is ["gtfs-load", ..])
{
    return GtfsLoadCommand.Create().Parse(args[1..]).Invoke();
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
