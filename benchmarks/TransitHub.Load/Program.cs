using System.CommandLine;
using TransitHub.Load.Cameras;
using TransitHub.Load.Counts;
using TransitHub.Load.Hub;
using TransitHub.Load.Mqtt;
using TransitHub.Load.Scaled;

RootCommand root = new("Load on a hub over real connections.");
root.Subcommands.Add(MqttCommand.Create());
root.Subcommands.Add(MqttServerCommand.Create());
root.Subcommands.Add(MqttFiguresCommand.Create());
root.Subcommands.Add(WatchCommand.Create());
root.Subcommands.Add(EndToEndCommand.Create());
root.Subcommands.Add(CameraCoreCommand.Create());
root.Subcommands.Add(CameraLoadCommand.Create());
root.Subcommands.Add(CountTotalsCommand.Create());
root.Subcommands.Add(ChaosCommand.Create());
root.Subcommands.Add(ThroughputCommand.Create());
return await root.Parse(args).InvokeAsync();
