using TransitHub.Mqtt;
using TransitHub.Mqtt.Client;
using TransitHub.Server.Commands;
using TransitHub.Server.Ingest;
using TransitHub.Server.Options;

namespace TransitHub.Server.Roles.Ingest;

/// <summary>
/// An outside broker whose messages several ingest processes share. Each has a client id of its own that stays over its restarts, so that what a killed
/// one had not acknowledged comes to it again; until then the broker keeps it for as long as the session lasts.
/// </summary>
internal static class SharedInput
{
    private const string DefaultGroup = "transithub";

    /// <summary>Makes it.</summary>
    /// <exception cref="CommandException">Another process has the data folder, or the URL is wrong.</exception>
    public static OutsideInput Create(RoleContext context, bool takesHfp, MqttIngest ingest, Random random)
    {
        BrokerUrl broker = OutsideInput.UrlOf(context.Options.Mqtt!);
        BrokerClientOptions given = context.Options.BrokerClient;
        ClientIdFile? file = given.ClientId == BrokerClientOptions.DefaultClientId ? ClientIdFile.Open(context.Options.Data, random) : null;
        var shared = new BrokerClientOptions
        {
            ClientId = file?.ClientId ?? given.ClientId,
            Group = given.Group ?? DefaultGroup,
            ReceiveMaximum = given.ReceiveMaximum,
            SessionExpirySeconds = given.SessionExpirySeconds,
            Authorities = given.Authorities,
            Certificate = given.Certificate,
            Key = given.Key,
        };
        return new OutsideInput(broker, shared, takesHfp, ingest, context.Clock, random, context.Loggers, file);
    }
}
