using System.CommandLine;
using System.Globalization;
using TransitHub.Mqtt.Client;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub publish</c>: a recording over a real broker, at a multiple of its own tempo.</summary>
internal static class PublishCommand
{
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string> Input = CommandArguments.Input();
    private static readonly Option<string> Format = CommandArguments.Format();
    private static readonly Option<string> Mqtt = new("--mqtt") { Required = true, HelpName = "URL", Description = "The broker: mqtt[s]://[user:password@]host[:port]" };
    private static readonly Option<string> Speed = new("--speed") { HelpName = "N|max", DefaultValueFactory = static _ => "1", Description = "Times the recording's own tempo, or max" };
    private static readonly Option<bool> Shift = new("--shift-to-now") { Description = "Lays all times on the present at the tempo of sending; service dates move by whole days" };
    private static readonly Option<int> Qos = new("--qos") { HelpName = "0|1", DefaultValueFactory = static _ => 1, Description = "0: fire and forget; 1: the broker acknowledges each message" };
    private static readonly Option<int> InFlight = new("--in-flight") { HelpName = "N", DefaultValueFactory = static _ => 500, Description = "QoS 1 messages sent and not yet acknowledged, 1 to 65535, at most what the broker takes" };
    private static readonly Option<int> Reconnect = new("--reconnect") { HelpName = "SECONDS", DefaultValueFactory = static _ => 60, Description = "How long a lost connection is tried again, 0 to 3600" };

    public static Command Create()
    {
        var command = new Command("publish", "Publishes a recording over a real broker.")
        {
            Feed, Input, Format, Mqtt, Speed, Shift, Qos, InFlight, Reconnect,
        };
        command.SetAction(static (parsed, _) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        PublishOptions options = Read(parsed);
        string format = CommandArguments.FormatName(parsed.GetValue(Format)!);
        using var stop = new StopSignals();
        ProgressLine progress = ProgressLine.On(error);
        try
        {
            using Recording recording = RecordingInput.Open(parsed.GetValue(Input)!, format);
            var publisher = new RecordingPublisher(options, TimeProvider.System);
            PublishCounts counts = await publisher.RunAsync(recording, new PublishProgress(progress), stop.Stop).ConfigureAwait(false);
            progress.Clear();
            return await EndAsync(counts, options, output).ConfigureAwait(false);
        }
        catch (RecordingException exception)
        {
            throw exception.IsWrongUse ? CommandException.WrongUse(exception.Message) : CommandException.InputHasErrors(exception.Message);
        }
        catch (PublishException exception)
        {
            progress.Clear();
            if (exception.Counts.Published > 0)
            {
                await EndAsync(exception.Counts, options, output).ConfigureAwait(false);
            }

            throw CommandException.InputHasErrors(exception.Message);
        }
        catch (OperationCanceledException) when (stop.Stop.IsCancellationRequested)
        {
            progress.Clear();
            await error.WriteLineAsync("transithub: stopped before the end of the recording.").ConfigureAwait(false);
            return StopSignals.Interrupted;
        }
    }

    private static async Task<int> EndAsync(PublishCounts counts, PublishOptions options, TextWriter output)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        if (counts.Unreadable > 0)
        {
            await output.WriteLineAsync(string.Create(plain, $"{counts.Unreadable} of {counts.Items} items could not be read and were not sent")).ConfigureAwait(false);
        }

        if (counts.Reconnects > 0)
        {
            await output.WriteLineAsync(string.Create(plain, $"{counts.Reconnects} reconnects, {counts.Repeated} messages sent again")).ConfigureAwait(false);
        }

        if (counts.Refused > 0)
        {
            await output.WriteLineAsync(string.Create(plain, $"{counts.Refused} messages refused by the broker")).ConfigureAwait(false);
        }

        if (options.Speed is not null)
        {
            await output.WriteLineAsync(string.Create(plain, $"at most {counts.MaxLatenessSeconds:F3} s behind the tempo")).ConfigureAwait(false);
        }

        string acknowledged = options.Qos == 0 ? "acknowledged 0 (QoS 0 has no acknowledgement)" : string.Create(plain, $"acknowledged {counts.Acknowledged}");
        await output.WriteLineAsync(string.Create(plain, $"published {counts.Published}, {acknowledged}")).ConfigureAwait(false);
        return options.Qos == 0 || counts.Acknowledged == counts.Published ? ExitCode.Done : ExitCode.InputHasErrors;
    }

    private static PublishOptions Read(ParseResult parsed)
    {
        string url = parsed.GetValue(Mqtt)!;
        if (!BrokerUrl.TryParse(url, out _, out string? problem))
        {
            throw CommandException.WrongUse($"--mqtt: {problem}.");
        }

        return new PublishOptions
        {
            Feed = CommandArguments.FeedId(parsed.GetValue(Feed)!),
            Broker = new Uri(url),
            Speed = CommandArguments.Tempo(parsed.GetValue(Speed)!),
            ShiftToNow = parsed.GetValue(Shift),
            Qos = CommandArguments.InRange(parsed.GetValue(Qos), 0, 1, "--qos"),
            MaxInFlight = CommandArguments.InRange(parsed.GetValue(InFlight), 1, 65_535, "--in-flight"),
            ReconnectSeconds = CommandArguments.InRange(parsed.GetValue(Reconnect), 0, 3600, "--reconnect"),
        };
    }

    private sealed class PublishProgress(ProgressLine line) : IProgress<PublishCounts>
    {
        public void Report(PublishCounts value) => line.Report(() => string.Create(
            CultureInfo.InvariantCulture, $"publish: {value.Published:N0} published, {value.Acknowledged:N0} acknowledged"));
    }
}
