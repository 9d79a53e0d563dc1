using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>
/// Holds the feeds of an agency, moment by moment, against the rules and the static feed. It remembers the last message of each feed, so the moments
/// must come in order and on one thread.
/// </summary>
public sealed class RealtimeValidator
{
    private const int MaxFeeds = 256;

    private readonly RealtimeReference reference;
    private readonly RealtimeValidatorOptions options;
    private readonly Dictionary<string, (ReadOnlyMemory<byte> Bytes, FeedMessage Message)> last = new(StringComparer.Ordinal);
    private readonly TripUpdateVisit visit = new();

    /// <summary>Makes a validator for a static feed.</summary>
    /// <param name="schedule">The static feed that the real time is about.</param>
    /// <param name="options">How it judges.</param>
    public RealtimeValidator(Schedule schedule, RealtimeValidatorOptions? options = null)
    {
        this.options = options ?? new RealtimeValidatorOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(this.options.KeptPerRule, nameof(options));
        this.reference = new RealtimeReference(schedule, this.options.IgnoreShapes);
        IReadOnlyList<RealtimeRule> rules = this.options.ExactCanonical ? RealtimeRuleSet.Canonical : RealtimeRuleSet.All;
        this.Rules = this.options.SampledIterations ? [.. rules.Where(static rule => rule.Code is not "W007")] : rules;
    }

    /// <summary>The rules that apply.</summary>
    public IReadOnlyList<RealtimeRule> Rules { get; }

    /// <summary>Checks the feeds of one moment.</summary>
    /// <param name="nowMs">The moment in Unix milliseconds, by which ages are reckoned.</param>
    /// <param name="feeds">The feeds; each name once.</param>
    public RealtimeFindings Check(long nowMs, IReadOnlyList<RealtimeFeed> feeds)
    {
        var findings = new RealtimeFindings(this.options.KeptPerRule);
        FeedMessage[] messages = [.. feeds.Select(static feed => feed.Message).OfType<FeedMessage>()];
        var moment = new RealtimeMoment(nowMs, messages, this.options.ExactCanonical);
        FeedContext? first = null;
        foreach (RealtimeFeed feed in feeds)
        {
            if (feed.Message is not { } message)
            {
                this.CheckUndecodable(feed, moment, findings);
                continue;
            }

            bool isKnown = this.last.TryGetValue(feed.Name, out (ReadOnlyMemory<byte> Bytes, FeedMessage Message) before);
            var context = new FeedContext(this.reference, feed, message, isKnown ? before.Message : null, moment, findings);
            if (isKnown && before.Bytes.Span.SequenceEqual(feed.Bytes.Span))
            {
                this.CheckUnchanged(context);
                continue;
            }

            first ??= context;
            this.CheckFeed(context);
            if (isKnown || this.last.Count < MaxFeeds)
            {
                this.last[feed.Name] = (feed.Bytes, message);
            }
        }

        if (first is not null)
        {
            foreach (RealtimeRule rule in this.Rules)
            {
                rule.OnMoment(first);
            }
        }

        return findings;
    }

    private void CheckUndecodable(RealtimeFeed feed, RealtimeMoment moment, RealtimeFindings findings)
    {
        if (!this.options.ExactCanonical)
        {
            var context = new FeedContext(this.reference, feed, new FeedMessage(), null, moment, findings);
            foreach (RealtimeRule rule in this.Rules)
            {
                rule.OnUndecodable(context);
            }
        }
    }

    private void CheckUnchanged(FeedContext context)
    {
        foreach (RealtimeRule rule in this.Rules)
        {
            rule.OnUnchanged(context);
        }
    }

    private void CheckFeed(FeedContext context)
    {
        foreach (RealtimeRule rule in this.Rules)
        {
            rule.OnFeed(context);
        }

        foreach (FeedEntity entity in context.Message.Entity)
        {
            foreach (RealtimeRule rule in this.Rules)
            {
                rule.OnEntity(context, entity);
            }

            this.CheckUpdate(context, entity);
            this.CheckVehicle(context, entity);
            this.CheckAlert(context, entity);
        }
    }

    private void CheckUpdate(FeedContext context, FeedEntity entity)
    {
        if (entity.TripUpdate is null)
        {
            return;
        }

        this.visit.Fill(context.Schedule, entity);
        var use = new TripUse(entity, TripNamer.Update, this.visit.Trip, this.visit.Index);
        foreach (RealtimeRule rule in this.Rules)
        {
            rule.OnTripUpdate(context, this.visit);
            rule.OnTrip(context, use);
        }
    }

    private void CheckVehicle(FeedContext context, FeedEntity entity)
    {
        if (entity.Vehicle is not { } vehicle)
        {
            return;
        }

        foreach (RealtimeRule rule in this.Rules)
        {
            rule.OnVehicle(context, entity, vehicle);
        }

        this.CheckTrip(context, entity, TripNamer.Vehicle, vehicle.Trip);
    }

    private void CheckAlert(FeedContext context, FeedEntity entity)
    {
        if (entity.Alert is not { } alert)
        {
            return;
        }

        foreach (RealtimeRule rule in this.Rules)
        {
            rule.OnAlert(context, entity, alert);
        }

        foreach (EntitySelector selector in alert.InformedEntity)
        {
            this.CheckTrip(context, entity, TripNamer.Alert, selector.Trip);
        }
    }

    private void CheckTrip(FeedContext context, FeedEntity entity, TripNamer namer, TripDescriptor? trip)
    {
        if (trip is null)
        {
            return;
        }

        int index = trip.HasTripId && context.Schedule.Trips.TryFind(trip.TripId, out int found) ? found : -1;
        var use = new TripUse(entity, namer, trip, index);
        foreach (RealtimeRule rule in this.Rules)
        {
            rule.OnTrip(context, use);
        }
    }
}
