using System.Collections.Immutable;
using TransitHub.Core.Detours;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Alerting;

/// <summary>
/// What riders are told: the operators' alerts that are not over, the automatic ones that the policy or an operator lets pass, and those of other agencies. What did not change
/// stays the same object. One thread uses it.
/// </summary>
/// <param name="options">The operator's settings.</param>
public sealed class AlertBoard(AlertOptions options)
{
    private Dictionary<string, (object Source, ServiceAlert Alert)> known = new(StringComparer.Ordinal);

    /// <summary>The alerts of now, in the ordinal order of their ids.</summary>
    /// <param name="book">What operators wrote.</param>
    /// <param name="episodes">What was found.</param>
    /// <param name="upstream">What other agencies tell; an operator may keep one of it from riders, or say it otherwise.</param>
    /// <param name="now">Unix seconds.</param>
    public ImmutableArray<ServiceAlert> Compose(AlertBook book, ImmutableArray<AlertEpisode> episodes, ImmutableArray<ServiceAlert> upstream, long now)
    {
        ArgumentNullException.ThrowIfNull(book);
        Dictionary<string, (object Source, ServiceAlert Alert)> next = new(StringComparer.Ordinal);
        foreach (OperatorAlert alert in book.Alerts.Where(a => a.OverSince(now) is null))
        {
            next[alert.Id] = this.Find(alert.Id, alert) ?? (alert, AlertReader.Read(alert.Id, alert.Content));
        }

        foreach (AlertEpisode episode in episodes.Where(e => this.IsPublished(e, book)))
        {
            next[episode.Id] = book.FindDecision(episode.Id) is { Content: { } content } decision
                ? this.Find(episode.Id, decision) ?? (decision, AlertReader.Read(episode.Id, content))
                : this.Find(episode.Id, episode.Alert) ?? (episode.Alert, episode.Alert);
        }

        foreach (ServiceAlert alert in upstream)
        {
            EpisodeDecision? decision = book.FindDecision(alert.Id);
            if (decision is { Content: { } content, IsPublished: true })
            {
                next[alert.Id] = this.Find(alert.Id, decision) ?? (decision, AlertReader.Read(alert.Id, content) with { Source = alert.Source });
            }
            else if (decision is not { IsPublished: false })
            {
                next[alert.Id] = (alert, alert);
            }
        }

        this.known = next;
        return [.. next.Values.Select(v => v.Alert).Where(a => !a.IsOver(now)).OrderBy(a => a.Id, StringComparer.Ordinal)];
    }

    /// <summary>The same with the detours that they tell of.</summary>
    /// <param name="book">What operators wrote.</param>
    /// <param name="episodes">What was found.</param>
    /// <param name="upstream">What other agencies tell.</param>
    /// <param name="now">Unix seconds.</param>
    public RiderWord Tell(AlertBook book, ImmutableArray<AlertEpisode> episodes, ImmutableArray<ServiceAlert> upstream, long now)
    {
        ImmutableArray<ServiceAlert> alerts = this.Compose(book, episodes, upstream, now);
        HashSet<string> told = [.. alerts.Where(a => a.IsActive(now)).Select(a => a.Id)];
        return new RiderWord(
            alerts, [.. episodes.Where(e => e.Evidence.Detour is not null && told.Contains(e.Id)).OrderBy(e => e.Id, StringComparer.Ordinal).Select(e => new PublishedDetour(e.Id, e.Evidence.Detour!))]);
    }

    /// <summary>Whether riders are told of an automatic alert.</summary>
    public bool IsPublished(AlertEpisode episode, AlertBook book)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(book);
        return book.FindDecision(episode.Id)?.IsPublished ?? (options.PolicyOf(episode.Kind) == AlertPolicy.Publish);
    }

    private (object Source, ServiceAlert Alert)? Find(string id, object source) =>
        this.known.TryGetValue(id, out (object Source, ServiceAlert Alert) one) && ReferenceEquals(one.Source, source) ? one : null;
}

/// <summary>What riders are told.</summary>
/// <param name="Alerts">In the ordinal order of their ids, none over.</param>
/// <param name="Detours">In the ordinal order of their alerts' ids.</param>
public readonly record struct RiderWord(ImmutableArray<ServiceAlert> Alerts, ImmutableArray<PublishedDetour> Detours)
{
    /// <summary>Nothing.</summary>
    public static RiderWord None { get; } = new([], []);
}
