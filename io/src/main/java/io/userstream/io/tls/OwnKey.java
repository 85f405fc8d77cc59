package io.userstream.io.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** The own certificate and private key, from PEM text or a key store. */
final class OwnKey {
  private static final Pattern PEM_KEY =
      Pattern.compile("-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([^-]+)-----END");

  /** Formats that Java cannot read: PKCS#1, SEC 1 and OpenSSL's own encryption. */
  private static final Pattern OLD_PEM_KEY = Pattern.compile("-----BEGIN \\w+ PRIVATE KEY-----");

  private OwnKey() {}

  /**
   * Returns the managers that present the certificate.
   *
   * @throws IllegalArgumentException if there is no key, or it cannot be read
   */
  static KeyManager[] of(Material.Content content) throws GeneralSecurityException {
    return content.isPem() ? ofPem(content) : ofStore(content.store(), content.password());
  }

  private static KeyManager[] ofPem(Material.Content content) throws GeneralSecurityException {
    List<X509Certificate> chain = TrustedAuthorities.pemCertificates(content.pem());
    KeyStore store = TrustedAuthorities.empty();
    char[] unused = new char[0];
    store.setKeyEntry(
        "key", pemKey(content, chain.get(0)), unused, chain.toArray(new X509Certificate[0]));
    return managers(store, unused);
  }

  private static KeyManager[] ofStore(KeyStore store, @Nullable char[] password)
      throws GeneralSecurityException {
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          Key unused = store.getKey(alias, password);
          return managers(store, password);
        }
      }
    } catch (UnrecoverableKeyException e) {
      throw new IllegalArgumentException(
          "the password of the private key must be that of the key store", e);
    }
    throw new IllegalArgumentException("contains no private key");
  }

  private static KeyManager[] managers(KeyStore store, @Nullable char[] password)
      throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static PrivateKey pemKey(Material.Content content, X509Certificate certificate)
      throws GeneralSecurityException {
    Matcher key = PEM_KEY.matcher(content.pem());
    if (!key.find()) {
      throw new IllegalArgumentException(
          OLD_PEM_KEY.matcher(content.pem()).find()
              ? "the private key is not PKCS#8: convert it with openssl pkcs8 -topk8"
              : "contains no private key");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(key.group(2));
    PKCS8EncodedKeySpec spec =
        key.group(1) == null
            ? new PKCS8EncodedKeySpec(bytes)
            : decrypted(bytes, content.password());
    PrivateKey read =
        KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm()).generatePrivate(spec);
    KeyPairs.requireMatch(read, certificate.getPublicKey());
    return read;
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] bytes, @Nullable char[] password)
      throws GeneralSecurityException {
    if (password == null) {
      throw new IllegalArgumentException("the private key is encrypted and needs a password");
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
      AlgorithmParameters parameters = info.getAlgParameters();
      // Java's name of a PBES2 scheme is the text of its parameters.
      String algorithm =
          info.getAlgName().equals("PBES2") ? parameters.toString() : info.getAlgName();
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)),
          parameters);
      return info.getKeySpec(cipher);
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("the password of the private key is wrong", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the private key is damaged", e);
    }
  }
}
