using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;

namespace TransitHub.Server.Upstream;

/// <summary>How it goes with one source. Safe for many threads.</summary>
/// <param name="feed">The feed that takes it.</param>
/// <param name="name">The source.</param>
/// <param name="where">Its address without secrets, or that it is pushed.</param>
internal sealed class UpstreamStatus(string feed, string name, string where)
{
    private readonly Lock sync = new();
    private UpstreamFigures figures = new() { State = "waiting" };

    /// <summary>The feed that takes it.</summary>
    public string Feed => feed;

    /// <summary>The source.</summary>
    public string Name => name;

    /// <summary>Its address without secrets, or that it is pushed.</summary>
    public string Where => where;

    /// <summary>What was counted so far.</summary>
    public UpstreamFigures Figures
    {
        get
        {
            lock (this.sync)
            {
                return this.figures;
            }
        }
    }

    /// <summary>A message was taken.</summary>
    public void Taken(UpstreamContent content, int bytes, Timestamp at) => this.Change(f => f with
    {
        State = content.IsUsable ? "taken" : "refused",
        Problem = content.IsUsable ? null : content.Rejections[^1].Detail,
        Polls = f.Polls + 1,
        Failures = f.Failures + (content.IsUsable ? 0 : 1),
        TakenAt = content.IsUsable ? at : f.TakenAt,
        HeaderSeconds = content.IsUsable ? content.HeaderSeconds : f.HeaderSeconds,
        Bytes = f.Bytes + bytes,
        Positions = f.Positions + content.Observations.Count(o => o is AvlReport),
        Entities = f.Entities + content.Observations.Count(o => o is UpstreamEntity),
        Repeats = f.Repeats + content.Repeats,
    });

    /// <summary>Nothing has changed there.</summary>
    public void NotModified(Timestamp at) => this.Change(f => f with { State = "unchanged", Problem = null, Polls = f.Polls + 1, Unchanged = f.Unchanged + 1, TakenAt = at });

    /// <summary>There was no message.</summary>
    public void Failed(string problem) => this.Change(f => f with { State = "failed", Problem = problem, Polls = f.Polls + 1, Failures = f.Failures + 1 });

    /// <summary>Another process polls it.</summary>
    public void Elsewhere() => this.Change(f => f with { State = "elsewhere", Problem = null });

    private void Change(Func<UpstreamFigures, UpstreamFigures> change)
    {
        lock (this.sync)
        {
            this.figures = change(this.figures);
        }
    }
}

/// <summary>What was counted of a source.</summary>
internal sealed record UpstreamFigures
{
    /// <summary><c>waiting</c>, <c>taken</c>, <c>unchanged</c>, <c>refused</c>, <c>failed</c>, or <c>elsewhere</c>: another process polls it.</summary>
    public required string State { get; init; }

    /// <summary>What is wrong; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Requests, or messages pushed.</summary>
    public long Polls { get; init; }

    /// <summary>Of these, the ones to which nothing had changed.</summary>
    public long Unchanged { get; init; }

    /// <summary>Of these, the ones that failed or were refused as a whole.</summary>
    public long Failures { get; init; }

    /// <summary>When the source was last heard well; null: never.</summary>
    public Timestamp? TakenAt { get; init; }

    /// <summary>The newest header's timestamp, Unix seconds; 0: none.</summary>
    public long HeaderSeconds { get; init; }

    /// <summary>Of all messages.</summary>
    public long Bytes { get; init; }

    /// <summary>Positions that were new.</summary>
    public long Positions { get; init; }

    /// <summary>Updates that were new or are gone.</summary>
    public long Entities { get; init; }

    /// <summary>Entities that said what they had said before.</summary>
    public long Repeats { get; init; }
}
