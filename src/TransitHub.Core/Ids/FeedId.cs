namespace TransitHub.Core.Ids;

/// <summary>
/// The id of a feed: one operator's or city's network, as it stands in topics, paths and commands.
/// One to 64 of <c>a-z A-Z 0-9 . _ -</c>, not starting with a dot, so that it can be a folder's name.
/// <c>default</c> is the empty id, which names no feed.
/// </summary>
public readonly record struct FeedId
{
    private readonly string? value;

    private FeedId(string value) => this.value = value;

    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Reads an id; false when a character or the length is not allowed.</summary>
    public static bool TryParse(string? text, out FeedId id)
    {
        id = default;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || text[0] == '.')
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        id = new FeedId(text);
        return true;
    }

    /// <summary>Reads an id that is known to be well formed.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static FeedId Parse(string text) =>
        TryParse(text, out FeedId id)
            ? id
            : throw new FormatException($"'{text}' is no feed id: use 1 to {MaxLength} of a-z A-Z 0-9 . _ -, not starting with a dot.");

    /// <inheritdoc/>
    public override string ToString() => this.value ?? string.Empty;
}
