using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;

namespace TransitHub.Mqtt.Broker.Tls;

/// <summary>Does the handshake of each connection, and hands it on as if it were a plain one.</summary>
/// <param name="identity">The certificate.</param>
/// <param name="next">Takes the connection then.</param>
/// <param name="ingest">Counts what is refused.</param>
/// <param name="patience">How long a handshake may take.</param>
/// <param name="clock">Measures it.</param>
internal sealed class TlsConnections(ServerIdentity identity, ConnectionDelegate next, MqttIngest ingest, TimeSpan patience, TimeProvider clock)
{
    /// <summary>Nothing is held for a connection that is silent.</summary>
    private static readonly StreamPipeReaderOptions Reading = new(leaveOpen: true, useZeroByteReads: true);

    private static readonly StreamPipeWriterOptions Writing = new(leaveOpen: true);

    public async Task HandleAsync(ConnectionContext connection)
    {
        IDuplexPipe plain = connection.Transport;
        SslStream stream = new(new DuplexStream(plain.Input.AsStream(), plain.Output.AsStream()));
        await using (stream.ConfigureAwait(false))
        {
            if (!await this.TryAuthenticateAsync(stream, connection).ConfigureAwait(false))
            {
                return;
            }

            using X509Certificate2? certificate = stream.RemoteCertificate as X509Certificate2;
            connection.Features.Set(new TlsPeer(certificate));
            connection.Transport = new Duplex(PipeReader.Create(stream, Reading), PipeWriter.Create(stream, Writing));
            try
            {
                await next(connection).ConfigureAwait(false);
            }
            finally
            {
                connection.Transport = plain;
            }
        }
    }

    private async Task<bool> TryAuthenticateAsync(SslStream stream, ConnectionContext connection)
    {
        using var timeout = new CancellationTokenSource(patience, clock);
        WaitingRoom.Place? place = connection.Features.Get<WaitingRoom.Place>();
        place?.Pause();
        try
        {
            await stream.AuthenticateAsServerAsync(identity.Current, timeout.Token).ConfigureAwait(false);
            place?.Resume();
            return true;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            if (place?.WasEnded == true)
            {
                // Counted already, for what it was ended for.
                return false;
            }

            ingest.RefuseAccess(null, RejectionReason.TlsRefused, (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? string.Empty, e.InnerException?.Message ?? e.Message);
            return false;
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
