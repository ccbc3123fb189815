<?php
/**
 * Plugin Name: Verifica PEC
 * Description: Controlla le ricevute PEC nel browser di chi visita il sito: [verifica_pec organisation="Comune di Esempio" contact="protocollo@comune.example"]
 * Version: 0.1.0
 * License: EUPL-1.2
 */
// The folder of a release lies beside this file, as pec-verifier/. Editors who may write no scripts may write a shortcode.
if (!defined('ABSPATH')) {
	exit;
}

add_shortcode('verifica_pec', function ($given) {
	$program = __DIR__ . '/pec-verifier/pec-verifier.js';
	$words = 'Il controllo delle ricevute non si è caricato. Riprova più tardi.';
	if (!is_readable($program)) {
		return '<p>' . esc_html($words) . '</p>';
	}
	// A new release has another address and another hash: no cache mixes the two.
	$sum = hash_file('sha256', $program, true);
	$address = plugins_url('pec-verifier/pec-verifier.js', __FILE__) . '?' . substr(bin2hex($sum), 0, 8);
	$attributes = '';
	foreach (shortcode_atts(array('lang' => 'it', 'organisation' => '', 'contact' => '', 'theme' => ''), $given) as $name => $value) {
		if ($value !== '') {
			$attributes .= ' ' . $name . '="' . esc_attr($value) . '"';
		}
	}
	if (is_array($given) && in_array('compact', $given, true)) {
		$attributes .= ' compact';
	}
	// Known optimisers leave alone what bears these marks; joined or changed, the browser would refuse it.
	return '<script type="module" src="' . esc_url($address) . '" integrity="sha256-' . base64_encode($sum) . '"'
		. ' data-no-optimize="1" data-no-minify="1" data-no-defer="1" data-cfasync="false"></script>'
		. '<pec-verifier' . $attributes . '><p>' . esc_html($words) . '</p></pec-verifier>';
});
