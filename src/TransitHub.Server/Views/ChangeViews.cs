using TransitHub.Core.Dispatching;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>A feed's changes of the service for its operators.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Changes">In the order of their creation.</param>
internal sealed record ChangeList(string Feed, IReadOnlyList<ChangeView> Changes);

/// <summary>The audit of a feed's changes.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Entries">The newest first.</param>
internal sealed record ChangeAuditList(string Feed, IReadOnlyList<ChangeAuditEntry> Entries);

/// <summary>A change of the service.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">active, expired or ended.</param>
/// <param name="Revision">How often it was written; the entity tag is made of it.</param>
/// <param name="Change">What it says.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="UpdatedAt">Unix seconds.</param>
/// <param name="UpdatedBy">Who wrote it last.</param>
/// <param name="EndedAt">When it was ended, Unix seconds.</param>
/// <param name="Problem">Why it has no effect with the static feed in service; absent: it has.</param>
internal sealed record ChangeView(
    string Id, string State, int Revision, ChangeDraft Change, long CreatedAt, long UpdatedAt, string UpdatedBy, long? EndedAt, string? Problem)
{
    /// <summary>It counts.</summary>
    public const string Active = "active";

    /// <summary>Its time is over.</summary>
    public const string Expired = "expired";

    /// <summary>An operator ended it.</summary>
    public const string Ended = "ended";

    /// <summary>All states.</summary>
    public static string[] States { get; } = [Active, Expired, Ended];

    /// <summary>Of a change.</summary>
    public static ChangeView Of(ServiceChange change, ChangeBook book, Schedule schedule, long now)
    {
        string state = change.EndedAt is not null ? Ended : change.IsOver(now) ? Expired : Active;
        return new ChangeView(
            change.Id, state, change.Revision, change.Content, change.CreatedAt, change.UpdatedAt, change.UpdatedBy, change.EndedAt,
            state == Active ? ChangeReader.ProblemOf(change, schedule, [.. book.Standing(now)]) : null);
    }
}
