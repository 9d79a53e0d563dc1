namespace TransitHub.Server.Security.Readers;

/// <summary>The keys cannot be read or changed as asked; the message says why and what to do.</summary>
internal sealed class KeyStoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The id that no key has; null: something else is wrong.</summary>
    public string? Missing { get; init; }
}
