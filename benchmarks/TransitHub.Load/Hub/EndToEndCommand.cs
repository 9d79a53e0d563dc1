using System.CommandLine;
using System.Globalization;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using MQTTnet;
using MQTTnet.Protocol;
using TransitHub.Protocol.V1;

namespace TransitHub.Load.Hub;

/// <summary>
/// <c>e2e</c>: publishes positions at a rate over MQTT and reads them from the gRPC stream. The time of sending stands in
/// the payload as <c>measured_at</c>, so each event tells how long its position was under way.
/// </summary>
internal static class EndToEndCommand
{
    private const int SecondsBetweenReports = 5;

    private static readonly Option<string> Grpc = new("--grpc") { DefaultValueFactory = _ => "http://127.0.0.1:8081" };
    private static readonly Option<int> MqttPort = new("--mqtt-port") { DefaultValueFactory = _ => 1883 };
    private static readonly Option<string> Feed = new("--feed") { DefaultValueFactory = _ => "default" };
    private static readonly Option<int> Rate = new("--rate") { Description = "Positions a second.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Seconds = new("--seconds") { DefaultValueFactory = _ => 20 };
    private static readonly Option<int> Qos = new("--qos") { DefaultValueFactory = _ => 1 };
    private static readonly Option<double> Latitude = new("--lat") { Description = "A place within the feed's extent.", DefaultValueFactory = _ => 13.7 };
    private static readonly Option<double> Longitude = new("--lon") { DefaultValueFactory = _ => 100.5 };
    private static readonly Option<int?> HubProcess = new("--hub-pid") { Description = "The hub's process id, to tell its processor time." };

    public static Command Create()
    {
        var command = new Command("e2e", "Time from publishing a position over MQTT to its gRPC event.") { Grpc, MqttPort, Feed, Rate, Seconds, Qos, Latitude, Longitude, HubProcess };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var processor = new ProcessorTime(parsed.GetValue(HubProcess));
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<double> latencies = [];
        using GrpcChannel channel = GrpcChannel.ForAddress(parsed.GetValue(Grpc)!);
        var listening = new TaskCompletionSource();
        Task reader = ReadAsync(channel, parsed.GetValue(Feed)!, latencies, listening, reading.Token);
        await listening.Task.WaitAsync(cancellation);
        (long published, double took) = await PublishAsync(parsed, cancellation);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellation);
        await reading.CancelAsync();
        await reader;

        latencies.Sort();
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{published} published in {took:F1} s ({published / took:N0}/s, QoS {parsed.GetValue(Qos)}), {latencies.Count} events of vehicles; publish to gRPC event "
            + $"p50 {At(latencies, 0.5):F0} ms, p90 {At(latencies, 0.9):F0} ms, p99 {At(latencies, 0.99):F0} ms, max {At(latencies, 1):F0} ms; "
            + $"hub's processor {processor.Seconds?.ToString("F1", CultureInfo.InvariantCulture) ?? "?"} s"));
        return 0;
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];

    private static double Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static async Task ReadAsync(GrpcChannel channel, string feed, List<double> latencies, TaskCompletionSource listening, CancellationToken cancellation)
    {
        var request = new WatchRequest { FeedId = feed, Filter = new EntityFilter { Kinds = { EntityKind.Vehicle } } };
        using AsyncServerStreamingCall<WatchEvent> call = new Protocol.V1.TransitHub.TransitHubClient(channel).Watch(request, cancellationToken: cancellation);
        try
        {
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                double now = Now();
                listening.TrySetResult();
                if (call.ResponseStream.Current.Changes is { } changes)
                {
                    latencies.AddRange(changes.Vehicles.Select(vehicle => now - vehicle.MeasuredAtMs));
                }
            }
        }
        catch (RpcException) when (cancellation.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    private static async Task<(long Published, double Took)> PublishAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", parsed.GetValue(MqttPort)).WithKeepAlivePeriod(TimeSpan.FromMinutes(5)).Build(), cancellation);
        int rate = parsed.GetValue(Rate);
        long total = (long)rate * parsed.GetValue(Seconds);
        long started = TimeProvider.System.GetTimestamp();
        List<Task> underWay = [];
        for (long sent = 0; sent < total;)
        {
            double due = TimeProvider.System.GetElapsedTime(started).TotalSeconds * rate;
            for (; sent < total && sent < due; sent++)
            {
                underWay.Add(client.PublishAsync(Message(parsed, sent, rate * SecondsBetweenReports), cancellation));
            }

            underWay.RemoveAll(task => task.IsCompletedSuccessfully);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellation);
        }

        await Task.WhenAll(underWay);
        return (total, TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>The next report of a fleet that drives north at 2 m/s.</summary>
    private static MqttApplicationMessage Message(ParseResult parsed, long number, int vehicles)
    {
        double latitude = parsed.GetValue(Latitude) + (number / vehicles * 0.0001);
        string json = string.Create(
            CultureInfo.InvariantCulture, $$"""{"measured_at": {{Now() / 1000:F3}}, "lat": {{latitude:F5}}, "lon": {{parsed.GetValue(Longitude):F5}}}""");
        return new MqttApplicationMessageBuilder()
            .WithTopic(string.Create(CultureInfo.InvariantCulture, $"transithub/v1/{parsed.GetValue(Feed)}/avl/load-{number % vehicles}"))
            .WithPayload(Encoding.UTF8.GetBytes(json))
            .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)parsed.GetValue(Qos))
            .Build();
    }
}
