using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Alerting;

/// <summary>All that operators have written and decided of a feed's alerts; immutable, kept as one document.</summary>
public sealed record AlertBook
{
    /// <summary>Alerts kept at one time, ended ones included.</summary>
    public const int MostAlerts = 200;

    /// <summary>Decisions kept; an episode lasts hours.</summary>
    public const int MostDecisions = 500;

    /// <summary>So long an ended alert can still be read, seconds: a week. The audit keeps it longer.</summary>
    public const long EndedKeptSeconds = 7 * 86_400;

    /// <summary>The form of the document; one of a later hub is not read.</summary>
    private const int Form = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Nothing.</summary>
    public static AlertBook Empty { get; } = new();

    /// <summary>How often it was written; the store's version.</summary>
    [JsonIgnore]
    public long Version { get; init; }

    /// <summary>In the order of their creation.</summary>
    public ImmutableArray<OperatorAlert> Alerts { get; init; } = [];

    /// <summary>What was decided of automatic alerts, the newest last.</summary>
    public ImmutableArray<EpisodeDecision> Decisions { get; init; } = [];

    /// <summary>The form that it was written in.</summary>
    [JsonInclude]
    internal int FormVersion { get; init; } = Form;

    /// <summary>The alert, or null.</summary>
    public OperatorAlert? Find(string id) => this.Alerts.FirstOrDefault(a => a.Id == id);

    /// <summary>The decision on an episode, or null.</summary>
    public EpisodeDecision? FindDecision(string episode) => this.Decisions.LastOrDefault(d => d.Episode == episode);

    /// <summary>With an alert, in place of the one with its id.</summary>
    /// <exception cref="AlertBookFullException">There are as many as are kept.</exception>
    public AlertBook With(OperatorAlert alert, long now)
    {
        ArgumentNullException.ThrowIfNull(alert);
        int place = this.Alerts.ToList().FindIndex(a => a.Id == alert.Id);
        ImmutableArray<OperatorAlert> alerts = place >= 0
            ? this.Alerts.SetItem(place, alert)
            : this.Alerts.RemoveAll(a => a.OverSince(now) is { } over && over < now - EndedKeptSeconds).Add(alert);
        return alerts.Length > MostAlerts ? throw new AlertBookFullException() : this with { Alerts = alerts };
    }

    /// <summary>With a decision, in place of the one on the same episode.</summary>
    public AlertBook With(EpisodeDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ImmutableArray<EpisodeDecision> decisions = this.Decisions.RemoveAll(d => d.Episode == decision.Episode).Add(decision);
        return this with { Decisions = decisions.Length > MostDecisions ? decisions.RemoveAt(0) : decisions };
    }

    /// <summary>The document's text.</summary>
    public string Encode() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">It is damaged, or of a later hub.</exception>
    public static AlertBook Decode(long version, string text)
    {
        try
        {
            AlertBook book = JsonSerializer.Deserialize<AlertBook>(text, Json) ?? Empty;
            return book.FormVersion == Form
                ? book with { Version = version }
                : throw new IOException($"The operators' alerts are of form {book.FormVersion} and this hub reads {Form}: a newer hub wrote them. Start that one.");
        }
        catch (JsonException exception)
        {
            throw new IOException($"The operators' alerts are damaged ({exception.Message}). Restore them from a copy, or remove them to begin with none.", exception);
        }
    }

    /// <summary>A line of the audit.</summary>
    public static string EncodeAudit(AuditEntry entry) => JsonSerializer.Serialize(entry, Json);

    /// <summary>Reads a line of the audit; null: it is no such line.</summary>
    public static AuditEntry? DecodeAudit(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditEntry>(line, Json);
        }
        catch (JsonException)
        {
            // A line that a power cut tore.
            return null;
        }
    }
}

/// <summary>There are as many alerts as are kept.</summary>
public sealed class AlertBookFullException()
    : InvalidOperationException($"There are {AlertBook.MostAlerts} alerts already. End some; ended ones leave after a week.");

/// <summary>An alert that an operator wrote.</summary>
/// <param name="Id">Its id, in the feed too.</param>
/// <param name="Revision">From 1, one more with each change.</param>
/// <param name="Content">What it says, checked.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="UpdatedAt">Unix seconds.</param>
/// <param name="UpdatedBy">Who changed it last.</param>
/// <param name="EndedAt">When an operator ended it, Unix seconds; null: nobody did.</param>
public sealed record OperatorAlert(string Id, int Revision, AlertDraft Content, long CreatedAt, long UpdatedAt, string UpdatedBy, long? EndedAt)
{
    /// <summary>Since when it is over, Unix seconds: it was ended, or its last period has passed; null: it is not.</summary>
    public long? OverSince(long now)
    {
        if (this.EndedAt is { } ended)
        {
            return ended;
        }

        IReadOnlyList<AlertPeriod> periods = this.Content.ActivePeriods ?? [];
        return periods.Count > 0 && periods[^1].End is { } end && end <= now ? end : null;
    }
}

/// <summary>What an operator decided of an automatic alert, for as long as its episode lasts.</summary>
/// <param name="Episode">The automatic alert's id.</param>
/// <param name="Revision">From 1, one more with each change.</param>
/// <param name="IsPublished">True: riders are told; false: they are not.</param>
/// <param name="Content">What they are told instead of the template's; null: the template's.</param>
/// <param name="At">Unix seconds.</param>
/// <param name="By">Who.</param>
public sealed record EpisodeDecision(string Episode, int Revision, bool IsPublished, AlertDraft? Content, long At, string By);

/// <summary>What somebody did to an alert.</summary>
/// <param name="Version">The book's version that it made; tells entries apart.</param>
/// <param name="At">Unix seconds.</param>
/// <param name="Who">The operator's name; <c>local</c>: somebody on the hub's machine, where no operators are configured.</param>
/// <param name="What">create, edit, end, confirm, dismiss.</param>
/// <param name="Alert">The alert's id.</param>
/// <param name="Before">What it said; null: nothing.</param>
/// <param name="After">What it says; null: nothing.</param>
public sealed record AuditEntry(long Version, long At, string Who, string What, string Alert, AlertDraft? Before, AlertDraft? After);
