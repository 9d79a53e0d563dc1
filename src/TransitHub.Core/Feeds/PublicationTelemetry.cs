using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Core.Feeds;

/// <summary>What whoever turns a feed's states into bytes measures. For one thread at a time.</summary>
public sealed class PublicationTelemetry
{
    /// <summary>Ages measured of one renewal at most: of a large feed every so-manieth vehicle's, each time others.</summary>
    private const int MeasuredVehicles = 1000;

    private readonly TimeProvider clock;
    private readonly KeyValuePair<string, object?> feed;
    private readonly FollowedStates states;
    private HubSnapshot? last;
    private int turn;

    /// <summary>Starts with nothing measured.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="states">What the states have in them.</param>
    /// <param name="clock">The hub's clock.</param>
    public PublicationTelemetry(FeedId feed, FollowedStates states, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(clock);
        this.feed = TelemetryNames.FeedTag(feed);
        this.states = states;
        this.clock = clock;
    }

    /// <summary>A state's feeds were published.</summary>
    /// <param name="state">The state.</param>
    /// <param name="took">How long it took.</param>
    public void Published(HubSnapshot state, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(state);
        HubInstruments.EncodeDuration.Record(took.TotalSeconds, this.feed);
        if (state.Sequence == this.last?.Sequence)
        {
            // Only time has passed.
            return;
        }

        Timestamp now = Timestamp.Now(this.clock);
        HubInstruments.FeedDelay.Record(Math.Max(0, now.SecondsSince(state.CreatedAt)), this.feed);
        if (this.last is { } before)
        {
            this.RecordAges(state, before, now);
        }

        if (this.states.Between(this.last?.Sequence ?? -1, state.Sequence) is { Count: > 0 } followed)
        {
            DateTimeOffset end = this.clock.GetUtcNow();
            ObservationTracing.WriteShared(
                StageName.Encode, followed, end - took, end, new(ObservationTracing.FeedAttribute, this.feed.Value), new(ObservationTracing.StateAttribute, state.Sequence));
        }

        this.last = state;
    }

    private void RecordAges(HubSnapshot state, HubSnapshot before, Timestamp now)
    {
        if (!HubInstruments.ReportAge.Enabled)
        {
            return;
        }

        int step = 1 + (state.Vehicles.Length / MeasuredVehicles);
        this.turn = (this.turn + 1) % step;
        for (int i = this.turn; i < state.Vehicles.Length; i += step)
        {
            VehicleSnapshot vehicle = state.Vehicles[i];
            if (before.FindVehicle(vehicle.Id)?.ReceivedAt != vehicle.ReceivedAt)
            {
                HubInstruments.ReportAge.Record(Math.Max(0, now.SecondsSince(vehicle.MeasuredAt)), this.feed);
            }
        }
    }
}
