using System.Net.Quic;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using TransitHub.Mqtt.Broker.Tls;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Hosting;

/// <summary>The addresses of HTTP and gRPC, in this order, with TLS where there is a certificate: then HTTP speaks its version 2 as well, and 3 where the machine can.</summary>
internal static class WebListeners
{
    /// <summary>Adds them.</summary>
    /// <exception cref="CommandException">The certificate cannot be used.</exception>
    public static void Add(WebApplicationBuilder builder, HubOptions options, TimeProvider clock, ILoggerFactory loggers, Action<KestrelServerOptions> configure)
    {
        ReaderDoor door = new(options, clock);
        builder.Services.AddSingleton(_ => door);
        ServerIdentity? identity = IdentityOf(options.Security.Tls, clock, loggers);
        HttpProtocols http = identity is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        if (options.Security.Tls is { Http3: true } && CanQuic(loggers))
        {
            builder.WebHost.UseQuic();
            http = HttpProtocols.Http1AndHttp2AndHttp3;
        }

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            configure(kestrel);
            Listen(kestrel, options.Http, door, identity, http);
            Listen(kestrel, options.Grpc, door, identity, HttpProtocols.Http2);
        });
        if (identity is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }
    }

    private static bool CanQuic(ILoggerFactory loggers)
    {
        if ((OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) && QuicListener.IsSupported)
        {
            return true;
        }

        ServerLog.NoQuic(loggers.CreateLogger<ServerIdentity>());
        return false;
    }

    private static ServerIdentity? IdentityOf(WebTlsOptions? tls, TimeProvider clock, ILoggerFactory loggers)
    {
        try
        {
            return tls is null ? null : ServerIdentity.Load(tls.Files, clock, loggers.CreateLogger<ServerIdentity>());
        }
        catch (ArgumentException exception)
        {
            throw CommandException.WrongUse("Security:" + exception.Message);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, string text, ReaderDoor door, ServerIdentity? identity, HttpProtocols protocols)
    {
        ListenAddress address = ListenAddress.Parse(text);
        kestrel.Listen(address.Address, address.Port, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(door.AdmitAsync);
            if (identity is not null)
            {
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(Handshake(identity, protocols)) });
            }
        });
    }

    private static SslServerAuthenticationOptions Handshake(ServerIdentity identity, HttpProtocols protocols)
    {
        identity.Look();
        SslServerAuthenticationOptions current = identity.Current;
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = current.ServerCertificateContext,
            EnabledSslProtocols = current.EnabledSslProtocols,
            ApplicationProtocols = protocols switch
            {
                HttpProtocols.Http2 => [SslApplicationProtocol.Http2],
                HttpProtocols.Http1AndHttp2AndHttp3 => [SslApplicationProtocol.Http3, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                _ => [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            },
        };
    }
}
