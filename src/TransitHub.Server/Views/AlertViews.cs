using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Alerting;

namespace TransitHub.Server.Views;

/// <summary>What anybody may see of a feed's alerts.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Alerts">Those that riders are told of.</param>
internal sealed record PublicAlertList(string Feed, IReadOnlyList<PublicAlertView> Alerts);

/// <summary>An alert for riders.</summary>
/// <param name="Id">Its id, as in the Alerts feed.</param>
/// <param name="IsActive">Whether it holds now; false: it is announced.</param>
/// <param name="Source">The agency's feed that told it; null: this hub's own.</param>
/// <param name="Alert">What it says.</param>
internal sealed record PublicAlertView(string Id, bool IsActive, string? Source, AlertDraft Alert);

/// <summary>A feed's alerts for its operators.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Alerts">In the order of their ids.</param>
internal sealed record AlertList(string Feed, IReadOnlyList<AlertView> Alerts);

/// <summary>The audit of a feed's alerts.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Entries">The newest first.</param>
internal sealed record AlertAuditList(string Feed, IReadOnlyList<AuditEntry> Entries);

/// <summary>An alert for operators.</summary>
/// <param name="Id">Its id, as in the Alerts feed.</param>
/// <param name="State">scheduled, active, ended; of automatic ones proposed, active, dismissed; of other agencies' all but proposed.</param>
/// <param name="Source">operator or automatic, else the agency's feed that told it.</param>
/// <param name="Revision">How often an operator changed it; the entity tag is made of it.</param>
/// <param name="Alert">What it says.</param>
/// <param name="CreatedAt">Unix seconds; null: another agency's, which does not tell.</param>
/// <param name="UpdatedAt">Unix seconds; null: no operator did anything to it.</param>
/// <param name="UpdatedBy">Who did; null: nobody.</param>
/// <param name="EndedAt">When it was ended, Unix seconds.</param>
/// <param name="Evidence">What shows an automatic one.</param>
internal sealed record AlertView(
    string Id, string State, string Source, int Revision, AlertDraft Alert, long? CreatedAt, long? UpdatedAt, string? UpdatedBy, long? EndedAt, AlertEvidenceView? Evidence)
{
    /// <summary>The source of what an operator wrote.</summary>
    public const string Operator = "operator";

    /// <summary>The source of what the hub found.</summary>
    public const string Automatic = "automatic";

    /// <summary>Nothing was decided of it yet.</summary>
    public const string Proposed = "proposed";

    /// <summary>It holds and riders are told.</summary>
    public const string Active = "active";

    /// <summary>It is in the feed and will hold.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>It is over.</summary>
    public const string Ended = "ended";

    /// <summary>An operator wants riders not to be told, for as long as the episode lasts.</summary>
    public const string Dismissed = "dismissed";

    /// <summary>All states.</summary>
    public static string[] States { get; } = [Proposed, Active, Scheduled, Ended, Dismissed];

    /// <summary>All of a desk, in the order of ids.</summary>
    public static IEnumerable<AlertView> ListOf(AlertDesk desk) =>
        desk.Book.Alerts.Select(a => Of(a, desk.Now)).Concat(desk.Episodes.Select(e => Of(e, desk))).Concat(desk.Upstream.Select(a => Of(a, desk))).OrderBy(v => v.Id, StringComparer.Ordinal);

    /// <summary>One of them; null: there is none.</summary>
    public static AlertView? Find(AlertDesk desk, string id) =>
        desk.Book.Find(id) is { } alert ? Of(alert, desk.Now)
            : desk.Episodes.FirstOrDefault(e => e.Id == id) is { } episode ? Of(episode, desk)
            : desk.Upstream.FirstOrDefault(a => a.Id == id) is { } told ? Of(told, desk)
            : null;

    private static AlertView Of(OperatorAlert alert, long now) => new(
        alert.Id,
        alert.OverSince(now) is not null ? Ended : AlertReader.Read(alert.Id, alert.Content).IsActive(now) ? Active : Scheduled,
        Operator,
        alert.Revision,
        alert.Content,
        alert.CreatedAt,
        alert.UpdatedAt,
        alert.UpdatedBy,
        alert.EndedAt,
        null);

    private static AlertView Of(ServiceAlert alert, AlertDesk desk)
    {
        EpisodeDecision? decision = desk.Book.FindDecision(alert.Id);
        ServiceAlert shown = decision?.Content is { } content ? AlertReader.Read(alert.Id, content) : alert;
        string state = decision is { IsPublished: false } ? Dismissed : shown.IsOver(desk.Now) ? Ended : shown.IsActive(desk.Now) ? Active : Scheduled;
        return new AlertView(
            alert.Id, state, alert.Source ?? Operator, decision?.Revision ?? 0, AlertDraft.Of(shown), null, decision?.At, decision?.By, null, null);
    }

    private static AlertView Of(AlertEpisode episode, AlertDesk desk)
    {
        EpisodeDecision? decision = desk.Book.FindDecision(episode.Id);
        string state = desk.IsPublished(episode) ? Active : decision is null ? Proposed : Dismissed;
        return new AlertView(
            episode.Id,
            state,
            Automatic,
            decision?.Revision ?? 0,
            decision?.Content ?? AlertDraft.Of(episode.Alert),
            episode.Since,
            decision?.At,
            decision?.By,
            null,
            AlertEvidenceView.Of(episode));
    }
}

/// <summary>What shows an automatic alert.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Since">When it was found first, Unix seconds.</param>
/// <param name="RaisedAt">When it had held long enough, Unix seconds.</param>
/// <param name="FoundAt">When the figures were looked at last, Unix seconds.</param>
/// <param name="Figures">What was measured, by name.</param>
/// <param name="Runs">The runs that show it, as <c>trip_id|start_date|start_time</c>.</param>
internal sealed record AlertEvidenceView(string Kind, long Since, long RaisedAt, long FoundAt, IReadOnlyDictionary<string, double> Figures, IReadOnlyList<string> Runs)
{
    /// <summary>That of an episode.</summary>
    public static AlertEvidenceView Of(AlertEpisode episode) => new(
        AlertWatch.NameOf(episode.Kind), episode.Since, episode.RaisedAt, episode.FoundAt,
        episode.Evidence.Figures.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal), episode.Evidence.Runs);
}
