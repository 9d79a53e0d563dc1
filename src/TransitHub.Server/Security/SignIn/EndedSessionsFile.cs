using System.Text.Json;
using TransitHub.Core.Storage;

namespace TransitHub.Server.Security.SignIn;

/// <summary>Ended sessions of a hub of one process, in a file beside the keys: a restart does not bring them back.</summary>
internal sealed class EndedSessionsFile : IEndedSessions
{
    /// <summary>The file's name in the folder of the keys.</summary>
    public const string Name = "ended.json";

    /// <summary>More than this in one session's length are not people: the ones that end first are forgotten first.</summary>
    private const int Most = 10_000;

    private readonly Lock writing = new();
    private readonly string folder;
    private readonly TimeProvider clock;
    private Dictionary<string, long>? ended;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="folder">The folder of the keys.</param>
    /// <param name="clock">The hub's clock.</param>
    public EndedSessionsFile(string folder, TimeProvider clock) => (this.folder, this.clock) = (folder, clock);

    private string FilePath => Path.Combine(this.folder, Name);

    /// <summary>Reads the file, so that one that is damaged is known at the start and not at somebody's request.</summary>
    /// <exception cref="IOException">It cannot be read; the message says what to do.</exception>
    public void Load()
    {
        lock (this.writing)
        {
            this.Read();
        }
    }

    /// <inheritdoc/>
    public Task AddAsync(string id, DateTimeOffset end, CancellationToken cancellation)
    {
        lock (this.writing)
        {
            long now = this.clock.GetUtcNow().ToUnixTimeSeconds();
            Dictionary<string, long> next = this.Read().Append(new(id, end.ToUnixTimeSeconds() + 1)).DistinctBy(e => e.Key)
                .Where(e => e.Value >= now).OrderByDescending(e => e.Value).Take(Most).ToDictionary(StringComparer.Ordinal);
            try
            {
                SessionKeyFiles.Make(this.folder);
                PrivateFile.Replace(this.FilePath, file => JsonSerializer.Serialize(file, next));
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new IOException(exception.Message, exception);
            }

            this.ended = next;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> ContainsAsync(string id, CancellationToken cancellation)
    {
        lock (this.writing)
        {
            return Task.FromResult(this.Read().ContainsKey(id));
        }
    }

    private Dictionary<string, long> Read()
    {
        try
        {
            return this.ended ??= File.Exists(this.FilePath)
                ? JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllBytes(this.FilePath)) ?? new(StringComparer.Ordinal)
                : new(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or UnauthorizedAccessException)
        {
            throw new IOException($"{this.FilePath} cannot be read: {exception.Message} Which sessions were ended is not known without it. Remove the folder {this.folder}; who is signed in signs in again.", exception);
        }
    }
}
