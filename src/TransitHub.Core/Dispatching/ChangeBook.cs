using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Dispatching;

/// <summary>All that operators want changed of a feed's service; immutable, kept as one document.</summary>
public sealed record ChangeBook
{
    /// <summary>Changes kept at one time, ended ones included.</summary>
    public const int MostChanges = 500;

    /// <summary>So long an ended change can still be read, seconds: a day. The audit keeps it longer.</summary>
    public const long EndedKeptSeconds = 86_400;

    /// <summary>The form of the document; one of a later hub is not read.</summary>
    private const int Form = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Nothing.</summary>
    public static ChangeBook Empty { get; } = new();

    /// <summary>How often it was written; the store's version.</summary>
    [JsonIgnore]
    public long Version { get; init; }

    /// <summary>In the order of their creation.</summary>
    public ImmutableArray<ServiceChange> Changes { get; init; } = [];

    /// <summary>The form that it was written in.</summary>
    [JsonInclude]
    internal int FormVersion { get; init; } = Form;

    /// <summary>The change, or null.</summary>
    public ServiceChange? Find(string id) => this.Changes.FirstOrDefault(c => c.Id == id);

    /// <summary>Those that are not over.</summary>
    public IEnumerable<ServiceChange> Standing(long now) => this.Changes.Where(c => !c.IsOver(now));

    /// <summary>With a change, in place of the one with its id.</summary>
    /// <exception cref="ChangeBookFullException">There are as many as are kept, or as a record of the log takes.</exception>
    public ChangeBook With(ServiceChange change, long now)
    {
        ArgumentNullException.ThrowIfNull(change);
        int place = this.Changes.ToList().FindIndex(c => c.Id == change.Id);
        ImmutableArray<ServiceChange> changes = place >= 0
            ? this.Changes.SetItem(place, change)
            : this.Changes.RemoveAll(c => c.OverSince(now) is { } over && over < now - EndedKeptSeconds).Add(change);
        ChangeBook next = this with { Changes = changes };
        return changes.Length > MostChanges || Encoding.UTF8.GetByteCount(next.EncodeStanding(now)) > ServiceChanges.MaxBytes ? throw new ChangeBookFullException() : next;
    }

    /// <summary>The document's text.</summary>
    public string Encode() => JsonSerializer.Serialize(this, Json);

    /// <summary>The text of those that are not over, as it stands in the log.</summary>
    public string EncodeStanding(long now) => JsonSerializer.Serialize(this.Standing(now), Json);

    /// <summary>Reads what <see cref="EncodeStanding"/> gave; what cannot be read is left out, since a log must not stop the hub.</summary>
    internal static ImmutableArray<ServiceChange> DecodeStanding(string text)
    {
        try
        {
            return [.. (JsonSerializer.Deserialize<ServiceChange[]>(text, Json) ?? []).Where(static c => c is { Id: not null, Content: not null })];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">It is damaged, or of a later hub.</exception>
    public static ChangeBook Decode(long version, string text)
    {
        try
        {
            ChangeBook book = JsonSerializer.Deserialize<ChangeBook>(text, Json) ?? Empty;
            return book.FormVersion == Form
                ? book with { Version = version }
                : throw new IOException($"The operators' changes of the service are of form {book.FormVersion} and this hub reads {Form}: a newer hub wrote them. Start that one.");
        }
        catch (JsonException exception)
        {
            throw new IOException($"The operators' changes of the service are damaged ({exception.Message}). Restore them from a copy, or remove them to begin with none.", exception);
        }
    }

    /// <summary>A line of the audit.</summary>
    public static string EncodeAudit(ChangeAuditEntry entry) => JsonSerializer.Serialize(entry, Json);

    /// <summary>Reads a line of the audit; null: it is no such line.</summary>
    public static ChangeAuditEntry? DecodeAudit(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ChangeAuditEntry>(line, Json);
        }
        catch (JsonException)
        {
            // A line that a power cut tore.
            return null;
        }
    }
}

/// <summary>There are as many changes as are kept.</summary>
public sealed class ChangeBookFullException()
    : InvalidOperationException($"There are {ChangeBook.MostChanges} changes already, or they have over {ServiceChanges.MaxBytes} bytes. End some; ended ones leave after a day.");

/// <summary>A change of the service that an operator wrote.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Revision">From 1, one more with each change of it.</param>
/// <param name="Content">What it says, checked.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="UpdatedAt">Unix seconds.</param>
/// <param name="UpdatedBy">Who changed it last.</param>
/// <param name="EndedAt">When an operator ended it, Unix seconds; null: nobody did.</param>
public sealed record ServiceChange(string Id, int Revision, ChangeDraft Content, long CreatedAt, long UpdatedAt, string UpdatedBy, long? EndedAt)
{
    /// <summary>Since when it is over, Unix seconds: it was ended, or it expired; null: it is not.</summary>
    public long? OverSince(long now) => this.EndedAt ?? (this.Content.ExpiresAt <= now ? this.Content.ExpiresAt : null);

    /// <summary>Whether it is over.</summary>
    public bool IsOver(long now) => this.OverSince(now) is not null;
}

/// <summary>What somebody did to a change.</summary>
/// <param name="Version">The book's version that it made; tells entries apart.</param>
/// <param name="At">Unix seconds.</param>
/// <param name="Who">The operator's name; <c>local</c>: somebody on the hub's machine, where no operators are configured.</param>
/// <param name="What">create, edit, end.</param>
/// <param name="Change">The change's id.</param>
/// <param name="Before">What it said; null: nothing.</param>
/// <param name="After">What it says; null: nothing.</param>
public sealed record ChangeAuditEntry(long Version, long At, string Who, string What, string Change, ChangeDraft? Before, ChangeDraft? After);
