using TransitHub.Server.Upstream;

namespace TransitHub.Server.Views;

/// <summary>What a feed takes from other agencies, in JSON.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Sources">Each source of this process; empty: it takes none, another process may.</param>
/// <param name="Repairs">What was changed of other agencies' updates, or why they were left out, by reason.</param>
/// <param name="Runs">Runs of the newest state that are told by another agency's word, those that the timetable does not have included.</param>
/// <param name="Canceled">Runs of it that another agency has canceled.</param>
/// <param name="Alerts">Alerts of other agencies in it.</param>
internal sealed record UpstreamView(string Feed, IReadOnlyList<UpstreamSourceView> Sources, IReadOnlyList<RejectionReasonView> Repairs, int? Runs, int? Canceled, int? Alerts);

/// <summary>One source.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Where">Its address without its query, or <c>pushed</c>.</param>
/// <param name="State"><c>waiting</c>, <c>taken</c>, <c>unchanged</c>, <c>refused</c>, <c>failed</c>, or <c>elsewhere</c>: another process polls it.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="TakenAt">When it was last heard well, Unix seconds.</param>
/// <param name="HeaderTimestamp">Of the newest message.</param>
/// <param name="Polls">Requests, or messages pushed.</param>
/// <param name="Unchanged">Of these, the ones to which nothing had changed.</param>
/// <param name="Failures">Of these, the ones that failed or were refused.</param>
/// <param name="Bytes">Of all messages, unpacked.</param>
/// <param name="Positions">Positions that were new.</param>
/// <param name="Entities">Updates that were new or are gone.</param>
/// <param name="Repeats">Entities that said what they had said before.</param>
internal sealed record UpstreamSourceView(
    string Name, string Where, string State, string? Problem, double? TakenAt, long? HeaderTimestamp, long Polls, long Unchanged, long Failures, long Bytes, long Positions, long Entities, long Repeats)
{
    /// <summary>Of a source.</summary>
    public static UpstreamSourceView Of(UpstreamStatus status)
    {
        UpstreamFigures f = status.Figures;
        return new UpstreamSourceView(
            status.Name, status.Where, f.State, f.Problem, f.TakenAt?.UnixMilliseconds / 1000.0, f.HeaderSeconds == 0 ? null : f.HeaderSeconds,
            f.Polls, f.Unchanged, f.Failures, f.Bytes, f.Positions, f.Entities, f.Repeats);
    }
}
