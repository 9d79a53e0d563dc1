using System.CommandLine;
using BenchmarkDotNet.Running;
using TransitHub.Benchmarks.Accuracy;
using TransitHub.Benchmarks.Archive;
using TransitHub.Benchmarks.Cameras;
using TransitHub.Benchmarks.Cities;
using TransitHub.Benchmarks.Conformance;
using TransitHub.Benchmarks.Counts;
using TransitHub.Benchmarks.Detours;
using TransitHub.Benchmarks.Feeds;
using TransitHub.Benchmarks.Fusion;
using TransitHub.Benchmarks.Gtfs;
using TransitHub.Benchmarks.Observing;
using TransitHub.Benchmarks.Redis;
using TransitHub.Benchmarks.Upstream;

RootCommand root = new("Measures the hub: one command for each page of benchmarks/results. Anything else goes to BenchmarkDotNet, such as --filter '*Encoding*' or --list flat; without arguments it asks.")
{
    AccuracyCommand.Create(),
    ArchiveCommand.Create(),
    PingBenchmark.Create(),
    LargeFeedCommand.Create(),
    ModelSpeedCommand.Create(),
    LabelsCommand.Create(),
    HistoryArrivalsCommand.Create(),
    GhostsCommand.Create(),
    AlertsCommand.Create(),
    LiveAccuracyCommand.Create(),
    LiveAccuracySpeedCommand.Create(),
    CongestionCommand.Create(),
    CapMetroGtfsCommand.Create(),
    AssociationCommand.Create(),
    CamerasOnlyCommand.Create(),
    CameraCongestionCommand.Create(),
    CityAccuracyCommand.Create(),
    CityHeadwaysCommand.Create(),
    CityCrowdingCommand.Create(),
    CityLoadsCommand.Create(),
    CityLoadDaysCommand.Create(),
    CitySpeedCommand.Create(),
    CountsCommand.Create(),
    CountGapsCommand.Create(),
    CountFaultsCommand.Create(),
    DetoursCommand.Create(),
    GtfsLoadCommand.Create(),
    MutationsCommand.Create(),
    GtfsObserveCommand.Create(),
    GtfsShapesCommand.Create(),
    GtfsValidateCommand.Create(),
    RecoveryCommand.Create(),
    RedisCommand.Create(),
    UpstreamMutationsCommand.Create(),
    VbzLoadsCommand.Create(),
};
if (args is ["--help" or "-h" or "-?", ..] || (args.Length > 0 && root.Subcommands.Any(c => c.Name == args[0])))
{
    return root.Parse(args).Invoke();
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
