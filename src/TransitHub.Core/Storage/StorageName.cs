namespace TransitHub.Core.Storage;

/// <summary>The names under which a store keeps things: they become parts of file names and keys.</summary>
public static class StorageName
{
    /// <summary>The longest name, characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Checks one.</summary>
    /// <exception cref="ArgumentException">It is not 1 to <see cref="MaxLength"/> of <c>a-z 0-9 -</c>.</exception>
    public static void ThrowIfInvalid(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxLength || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            throw new ArgumentException($"'{name}' is no name in a store: use 1 to {MaxLength} of a-z 0-9 -.", nameof(name));
        }
    }
}
