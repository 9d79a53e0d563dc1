using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Mqtt;
using TransitHub.Mqtt.Broker;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Load.Mqtt;

/// <summary>
/// <c>mqtt-server</c>: a broker with the real intake, gate, segment log and fusion of one feed without a schedule. Prints its
/// port; ends with its input and then prints what it took.
/// </summary>
internal static class MqttServerCommand
{
    public const string Embedded = "embedded";
    public const string Interceptor = "interceptor";

    public static Command Create()
    {
        Option<string> form = new("--form") { DefaultValueFactory = _ => Embedded, Description = $"{Embedded} or {Interceptor}" };
        Option<string> data = new("--data") { Required = true, Description = "folder of the log" };
        Command command = new("mqtt-server", "Takes in as the hub does, in a process of its own.") { form, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(form)!, parsed.GetValue(data)!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string form, string data, CancellationToken cancellation)
    {
        FeedId feed = FeedId.Parse("load");
        SegmentObservationLog log = SegmentObservationLog.Open(SegmentObservationLog.FolderOf(data, feed), new ObservationLogOptions());
        FeedRuntime runtime = new(feed, Schedule.Empty, log, new FeedRuntimeOptions(), TimeProvider.System);
        IntakeDirectory directory = new();
        directory.Add(runtime.Intake);
        MqttIngest ingest = new(directory, new MessageDecoder(new DecoderOptions()), TimeProvider.System);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task running = runtime.RunAsync(stop.Token);
        (int port, IAsyncDisposable broker) = await StartBrokerAsync(form, ingest);
        Console.WriteLine(port);
        await Console.In.ReadToEndAsync(cancellation);
        await broker.DisposeAsync();
        await stop.CancelAsync();
        await running;
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{runtime.Intake.Counters.Accepted} {ingest.Published} {log.LastSequence} {self.TotalProcessorTime.TotalSeconds:0.00} {GC.GetTotalAllocatedBytes()}"));
        foreach ((RejectionReason reason, long count) in runtime.Ledger.List().Where(r => r.Key.Stage() != "match"))
        {
            await Console.Error.WriteLineAsync($"{reason}: {count}");
        }

        await runtime.DisposeAsync();
        return 0;
    }

    private static async Task<(int Port, IAsyncDisposable Broker)> StartBrokerAsync(string form, MqttIngest ingest)
    {
        if (form == Interceptor)
        {
            InterceptorBroker plain = await InterceptorBroker.StartAsync(ingest);
            return (plain.Port, plain);
        }

        EmbeddedBroker broker = new(
            new EmbeddedBrokerOptions { Address = new IPEndPoint(IPAddress.Loopback, 0) }, ingest, null, TimeProvider.System, NullLoggerFactory.Instance);
        await broker.StartAsync(CancellationToken.None);
        return (broker.ListensOn!.Port, broker);
    }
}
