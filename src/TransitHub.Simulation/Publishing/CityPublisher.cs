using System.Threading.Channels;
using TransitHub.Core.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>
/// Publishes a city over real connections (MQTT 5, QoS 1), at a clock's pace or as fast as the broker takes it. Nothing is dropped:
/// when the broker does not keep up, the city itself falls behind the clock, and the counts say by how much.
/// </summary>
/// <param name="city">Driven by this publisher alone while it runs.</param>
/// <param name="options">How.</param>
/// <param name="clock">The city's time; a <see cref="Time.CityClock"/> is led by what the broker acknowledged, and slows down with it.</param>
public sealed class CityPublisher(CitySimulation city, CityPublishOptions options, TimeProvider clock)
{
    /// <summary>The city advances so far at most before its messages are sent: what is in memory stays small.</summary>
    private const double StepSeconds = 1;

    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWordsWait = TimeSpan.FromSeconds(5);
    private readonly CityPace pace = new(clock, city.Now);
    private Gateway[] gateways = [];
    private volatile SimulationCounts cityCounts = city.Counts;
    private long countedAt = clock.GetTimestamp();
    private long queued;
    private long observations;
    private double maxLag;

    /// <summary>How far it is; may be asked from any thread.</summary>
    public CityPublishCounts Counts => new(
        city.Now,
        Interlocked.Read(ref this.queued),
        Interlocked.Read(ref this.observations),
        this.gateways.Sum(g => g.Sender.Acknowledged),
        this.gateways.Sum(g => g.Sender.Refused),
        this.gateways.Sum(g => g.Sender.Repeated),
        this.gateways.Sum(g => g.Sender.Reconnects),
        this.LagSeconds,
        this.maxLag);

    /// <summary>What happened in the city, at most a second ago; may be asked from any thread.</summary>
    public SimulationCounts City => this.cityCounts;

    private double LagSeconds => options.AsFastAsPossible || this.pace.IsLed ? 0 : Math.Max(0, Timestamp.Now(clock).SecondsSince(city.Now));

    /// <summary>
    /// Publishes until <see cref="CityPublishOptions.Until"/>, the end of the schedule or the cancellation. Then every device that is on
    /// says that it goes off, and the last acknowledgement is waited for.
    /// </summary>
    /// <exception cref="PublishException">The broker cannot be reached, at the start or for longer than the option allows.</exception>
    public async Task<CityPublishCounts> RunAsync(CancellationToken cancellation)
    {
        if (options.AsFastAsPossible && options.Until is null)
        {
            throw new InvalidOperationException("As fast as possible needs an end: set Until.");
        }

        PublishOptions publish = new() { Feed = options.Feed, Broker = options.Broker, MaxInFlight = options.MaxInFlight, ReconnectSeconds = options.ReconnectSeconds };
        this.gateways = [.. Enumerable.Range(0, Math.Clamp(options.Connections, 1, 64)).Select(n => new Gateway(publish, n, clock))];
        using CancellationTokenSource stop = new();
        try
        {
            await Task.WhenAll(this.gateways.Select(g => g.ConnectAsync(cancellation))).ConfigureAwait(false);
            Task[] sending = [.. this.gateways.Select(g => g.RunAsync(stop.Token))];
            await this.SendAllAsync(cancellation).ConfigureAwait(false);
            stop.CancelAfter(cancellation.IsCancellationRequested ? LastWordsWait : Timeout.InfiniteTimeSpan);
            await this.SayLastWordsAsync(stop.Token).ConfigureAwait(false);
            await Task.WhenAll(sending).ConfigureAwait(false);
        }
        catch (Exception exception) when (BrokerConnection.IsLost(exception))
        {
            throw new PublishException($"The broker at {this.Address} takes no more from the simulation: {exception.Message.TrimEnd('.')}.", default, exception);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop while the broker did not answer: what was acknowledged is in the counts.
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Gateway gateway in this.gateways)
            {
                gateway.Dispose();
            }
        }

        return this.Counts;
    }

    private string Address => options.Broker.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        List<SimulatedMessage> messages = [];
        bool goesOn = true;
        while (goesOn && !cancellation.IsCancellationRequested && !(city.Now >= options.Until))
        {
            Timestamp target = this.Target();
            this.maxLag = Math.Max(this.maxLag, this.LagSeconds);
            if (target <= city.Now)
            {
                await Task.Delay(this.pace.Pause, clock, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            this.Count();
            Timestamp step = city.Now.AddSeconds(StepSeconds);
            messages.Clear();
            goesOn = city.Advance(step < target ? step : target, messages);
            this.pace.Step(city.Now, this.queued + messages.Count);
            if (!await this.TryQueueAsync(messages, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private void Count()
    {
        if (clock.GetElapsedTime(this.countedAt) >= CountEvery)
        {
            this.countedAt = clock.GetTimestamp();
            this.cityCounts = city.Counts;
        }
    }

    private async Task SayLastWordsAsync(CancellationToken cancellation)
    {
        List<SimulatedMessage> words = [];
        city.SwitchOff(words);
        await this.TryQueueAsync(words, cancellation).ConfigureAwait(false);
        foreach (Gateway gateway in this.gateways)
        {
            gateway.Complete();
        }
    }

    /// <summary>False when a connection has failed for good, which its own task tells better, or when asked to stop.</summary>
    private async Task<bool> TryQueueAsync(List<SimulatedMessage> messages, CancellationToken cancellation)
    {
        try
        {
            foreach (SimulatedMessage message in messages)
            {
                await this.gateways[message.Sender % this.gateways.Length]
                    .WriteAsync(new OutgoingMessage(message.Topic, message.Payload, message.Retain), cancellation).ConfigureAwait(false);
                Interlocked.Increment(ref this.queued);
                Interlocked.Add(ref this.observations, message.Observations);
            }

            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private Timestamp Target()
    {
        Timestamp now = this.pace.Target(this.gateways.Sum(g => g.Sender.Acknowledged + g.Sender.Refused));
        return options.Until is { } until && (options.AsFastAsPossible || until < now) ? until : now;
    }
}
