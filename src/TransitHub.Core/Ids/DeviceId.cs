namespace TransitHub.Core.Ids;

/// <summary>
/// The id of a device within a feed: a vehicle's, a counting box's. One to 128 characters without
/// control characters and MQTT's <c>/ + #</c>. <c>default</c> is the empty id, which names no device.
/// </summary>
public readonly record struct DeviceId : IComparable<DeviceId>
{
    private readonly string? value;

    private DeviceId(string value) => this.value = value;

    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>Reads an id; false when a character or the length is not allowed.</summary>
    public static bool TryParse(string? text, out DeviceId id)
    {
        id = default;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
        {
            return false;
        }

        foreach (char c in text)
        {
            if (char.IsControl(c) || c is '/' or '+' or '#')
            {
                return false;
            }
        }

        id = new DeviceId(text);
        return true;
    }

    /// <summary>Reads an id that is known to be well formed.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static DeviceId Parse(string text) =>
        TryParse(text, out DeviceId id)
            ? id
            : throw new FormatException($"'{text}' is no device id: use 1 to {MaxLength} characters without / + # and control characters.");

    /// <summary>Ordinal order, the order of vehicles in every output.</summary>
    public int CompareTo(DeviceId other) => string.CompareOrdinal(this.value, other.value);

    /// <inheritdoc/>
    public override string ToString() => this.value ?? string.Empty;
}
