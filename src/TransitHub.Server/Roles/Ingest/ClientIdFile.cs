using System.Globalization;
using TransitHub.Server.Commands;

namespace TransitHub.Server.Roles.Ingest;

/// <summary>The MQTT client id of an ingest process, made once and kept in its data folder. Open as long as the process lives, so that no two have the same.</summary>
internal sealed class ClientIdFile : IDisposable
{
    private readonly FileStream file;

    private ClientIdFile(FileStream file, string clientId) => (this.file, this.ClientId) = (file, clientId);

    /// <summary>As <c>transithub-host-1f00a3c2</c>.</summary>
    public string ClientId { get; }

    /// <summary>Reads it, or makes it.</summary>
    /// <param name="data">The data folder; created if need be.</param>
    /// <param name="random">Makes the id another one than all others.</param>
    /// <exception cref="CommandException">Another process has it open, or the folder cannot be used.</exception>
    public static ClientIdFile Open(string data, Random random)
    {
        string path = Path.Combine(data, "mqtt-client-id");
        try
        {
            Directory.CreateDirectory(data);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            using var reader = new StreamReader(file, System.Text.Encoding.UTF8, leaveOpen: true);
            string known = reader.ReadToEnd().Trim();
            if (known.Length is > 0 and <= 128)
            {
                return new ClientIdFile(file, known);
            }

            string host = new([.. Environment.MachineName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-').Take(64)]);
            string made = string.Create(CultureInfo.InvariantCulture, $"transithub-{host}-{random.Next():x8}");
            file.SetLength(0);
            file.Write(System.Text.Encoding.UTF8.GetBytes(made));
            file.Flush(flushToDisk: true);
            return new ClientIdFile(file, made);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse(
                $"--data {data}: {exception.Message} Each ingest process needs a data folder of its own, which keeps its MQTT client id; or give each another BrokerClient:ClientId.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => this.file.Dispose();
}
